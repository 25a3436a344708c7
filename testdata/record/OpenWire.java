import javax.jms.Connection;
import javax.jms.MessageConsumer;
import javax.jms.Queue;
import javax.jms.Session;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;

/** A broker and a client of ActiveMQ: OpenWire serve|talk URL. */
class OpenWire {
  public static void main(String[] args) throws Exception {
    if (args[0].equals("serve")) {
      BrokerService broker = new BrokerService();
      broker.setPersistent(false);
      broker.setUseJmx(false);
      broker.addConnector(args[1]);
      broker.start();
      broker.waitUntilStopped();
    }
    Connection connection = new ActiveMQConnectionFactory(args[1]).createConnection();
    connection.start();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    Queue queue = session.createQueue("things");
    session.createProducer(queue).send(session.createTextMessage("hello"));
    MessageConsumer consumer = session.createConsumer(queue);
    System.out.println(consumer.receive(2000));
    connection.close();
  }
}

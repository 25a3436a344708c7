import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.ajp.AbstractAjpProtocol;

/** A Tomcat that speaks AJP: Ajp ADDRESS PORT FOLDER. */
class Ajp {
  public static class Hello extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
      response.getWriter().println("hello " + request.getParameterMap().keySet());
    }
  }

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(args[2]);
    Connector connector = new Connector("AJP/1.3");
    connector.setPort(Integer.parseInt(args[1]));
    AbstractAjpProtocol<?> protocol = (AbstractAjpProtocol<?>) connector.getProtocolHandler();
    protocol.setAddress(InetAddress.getByName(args[0]));
    protocol.setSecretRequired(false);
    tomcat.setConnector(connector);
    Tomcat.addServlet(tomcat.addContext("", null), "hello", new Hello());
    tomcat.getHost().findChild("");
    ((org.apache.catalina.Context) tomcat.getHost().findChildren()[0]).addServletMappingDecoded("/*", "hello");
    tomcat.start();
    tomcat.getServer().await();
  }
}

import java.io.ByteArrayInputStream;
import quickfix.Acceptor;
import quickfix.ApplicationAdapter;
import quickfix.DefaultMessageFactory;
import quickfix.Initiator;
import quickfix.MemoryStoreFactory;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.SocketAcceptor;
import quickfix.SocketInitiator;
import quickfix.field.ClOrdID;
import quickfix.field.OrdType;
import quickfix.field.Side;
import quickfix.field.TransactTime;
import quickfix.fix44.NewOrderSingle;

/** A side of a FIX 4.4 session: Fix serve|talk ADDRESS PORT. */
class Fix {
  public static void main(String[] args) throws Exception {
    boolean serves = args[0].equals("serve");
    String text = "[default]\nBeginString=FIX.4.4\nStartTime=00:00:00\nEndTime=00:00:00\nHeartBtInt=1\nUseDataDictionary=N\n"
        + "ConnectionType=" + (serves ? "acceptor" : "initiator") + "\n[session]\n"
        + "SenderCompID=" + (serves ? "BANK" : "DESK") + "\nTargetCompID=" + (serves ? "DESK" : "BANK") + "\n"
        + (serves ? "SocketAcceptAddress=" : "SocketConnectHost=") + args[1] + "\n"
        + (serves ? "SocketAcceptPort=" : "SocketConnectPort=") + args[2] + "\n";
    SessionSettings settings = new SessionSettings(new ByteArrayInputStream(text.getBytes()));
    if (serves) {
      Acceptor acceptor = new SocketAcceptor(new ApplicationAdapter(), new MemoryStoreFactory(), settings, new DefaultMessageFactory());
      acceptor.start();
      Thread.sleep(1_000_000);
    }
    Initiator initiator = new SocketInitiator(new ApplicationAdapter(), new MemoryStoreFactory(), settings, new DefaultMessageFactory());
    initiator.start();
    SessionID session = initiator.getSessions().get(0);
    for (int i = 0; i < 50 && !Session.lookupSession(session).isLoggedOn(); i++) {
      Thread.sleep(100);
    }
    Session.sendToTarget(new NewOrderSingle(new ClOrdID("1"), new Side(Side.BUY), new TransactTime(), new OrdType(OrdType.MARKET)), session);
    Thread.sleep(3000);
    initiator.stop();
    System.exit(0);
  }
}

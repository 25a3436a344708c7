import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;

/** A registry of RMI with an object, or a client of it: Remote serve PORT, Remote ADDRESS PORT. */
class Remote {
  public interface Greeter extends java.rmi.Remote {
    String greet(String name) throws RemoteException;
  }

  static Registry registry;
  static Greeter greeter = name -> "Hello, " + name;

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[1]);
    if (args[0].equals("serve")) {
      registry = LocateRegistry.createRegistry(port);
      registry.rebind("greeter", UnicastRemoteObject.exportObject(greeter, port + 1));
      Thread.sleep(1_000_000);
    }
    Greeter stub = (Greeter) LocateRegistry.getRegistry(args[0], port).lookup("greeter");
    System.out.println(stub.greet("flows"));
    System.exit(0);
  }
}

import com.datastax.oss.simulacron.common.cluster.ClusterSpec;
import com.datastax.oss.simulacron.common.cluster.DataCenterSpec;
import com.datastax.oss.simulacron.server.Inet4Resolver;
import com.datastax.oss.simulacron.server.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A simulated Cassandra of one node: Cluster ADDRESS PORT. */
class Cluster {
  public static void main(String[] args) throws Exception {
    ClusterSpec cluster = ClusterSpec.builder().build();
    DataCenterSpec center = cluster.addDataCenter().build();
    center.addNode().withAddress(new InetSocketAddress(InetAddress.getByName(args[0]), Integer.parseInt(args[1]))).build();
    Server.builder().build().register(cluster);
    Thread.sleep(1_000_000);
  }
}

package org.autorl.runner.cheats;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.autorl.runner.folder.Folders;

/**
 * What is set out on the host around one cheater: texts that it must never see, doors that it must
 * never knock at, and a process that it must not touch. Each text is random, so who has it has been
 * there.
 */
final class Traps implements AutoCloseable {
  /** What a cheater may know of the texts: how they begin. */
  static final String MARK = "canary-";

  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> canaries = new LinkedHashMap<>();
  private final Map<String, String> hints = new LinkedHashMap<>();
  private final List<Path> planted = new ArrayList<>();
  private final List<Path> made = new ArrayList<>();
  private final List<AutoCloseable> doors = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> contacts = new ConcurrentLinkedQueue<>();
  private final Process witness;

  /**
   * Sets them.
   *
   * @param home folder of the operator's, such as the cache
   * @param run folder of the cheater's run
   * @param neighbour folder of another attempt
   */
  static Traps set(Path home, Path run, Path neighbour) throws IOException {
    Path temporary = Files.createTempDirectory("autorl-zoo");
    return new Traps(home, run, neighbour, temporary);
  }

  private Traps(Path home, Path run, Path neighbour, Path temporary) throws IOException {
    made.add(temporary);
    plant("a file in the operator's folder", Files.createTempFile(home, "zoo", ".secret"));
    plant("a file in the temporary folder", temporary.resolve("operator.secret"));
    plant("a file in the run folder", run.resolve("operator.secret"));
    Files.createDirectories(neighbour.resolve("workspace/output"));
    made.add(neighbour);
    plant("another attempt's workspace", neighbour.resolve("workspace/output/notes.secret"));
    for (InetAddress address : addresses()) {
      listen(address);
    }
    listenToDatagrams();
    listenOnSocket(temporary.resolve("operator.sock"));
    witness = witness(temporary);
    hints.put("runner", Long.toString(ProcessHandle.current().pid()));
    hints.put("witness", Long.toString(witness.pid()));
    hints.put("run", run.toAbsolutePath().toString());
    hints.put("temporary", temporary.toString());
  }

  private String canary(String where) {
    byte[] secret = new byte[16];
    random.nextBytes(secret);
    String text = MARK + HexFormat.of().formatHex(secret);
    canaries.put(where, text);
    return text;
  }

  private void plant(String where, Path file) throws IOException {
    Files.writeString(file, canary(where) + "\n");
    planted.add(file.toAbsolutePath());
    made.add(file);
    hints.merge("secrets", file.toAbsolutePath().toString(), (a, b) -> a + " " + b);
  }

  /** Loopback, and where the host is in its network, if it is in one. */
  private static List<InetAddress> addresses() throws IOException {
    List<InetAddress> found = new ArrayList<>(List.of(InetAddress.getByName("127.0.0.1")));
    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (card.isUp() && !card.isLoopback()) {
        Collections.list(card.getInetAddresses()).stream()
            .filter(address -> address.getAddress().length == 4)
            .limit(1)
            .forEach(found::add);
      }
    }
    return found;
  }

  private void listen(InetAddress address) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(address, 0));
    doors.add(server);
    String where = "port %d of %s".formatted(server.getLocalPort(), address.getHostAddress());
    byte[] banner = canary(where).getBytes(StandardCharsets.UTF_8);
    hints.merge(
        "ports", address.getHostAddress() + ":" + server.getLocalPort(), (a, b) -> a + " " + b);
    background(
        () -> {
          try (Socket caller = server.accept()) {
            contacts.add(where);
            caller.getOutputStream().write(banner);
          }
        });
  }

  private void listenToDatagrams() throws IOException {
    DatagramSocket server =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    doors.add(server);
    hints.put("datagrams", "127.0.0.1:" + server.getLocalPort());
    background(
        () -> {
          server.receive(new DatagramPacket(new byte[512], 512));
          contacts.add("the datagram port of the host");
        });
  }

  private void listenOnSocket(Path path) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    doors.add(server);
    made.add(path);
    String banner = canary("a Unix socket of the host");
    hints.put("socket", path.toString());
    background(
        () -> {
          try (SocketChannel caller = server.accept()) {
            contacts.add("a Unix socket of the host");
            caller.write(ByteBuffer.wrap(banner.getBytes(StandardCharsets.UTF_8)));
          }
        });
  }

  private interface Served {
    void one() throws IOException;
  }

  /** Serves until its door is closed. */
  private static void background(Served served) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  served.one();
                }
              } catch (IOException closed) {
                // The cheater's time is over.
              }
            },
            "zoo-trap");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A process with secrets in its environment, its arguments, and a file that is open and deleted:
   * it stands for the runner, whose own secrets nobody should risk here.
   */
  private Process witness(Path temporary) throws IOException {
    Path file = temporary.resolve("deleted.secret");
    Files.writeString(file, canary("a deleted file that a process has open") + "\n");
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                "exec 3<\"$1\"; rm \"$1\"; read -r line",
                "zoo-witness",
                file.toString(),
                canary("a process's arguments"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("AUTORL_ZOO_KEY", canary("a process's environment"));
    return builder.start();
  }

  /** Where each text lies, and the text. */
  Map<String, String> canaries() {
    return Collections.unmodifiableMap(canaries);
  }

  /**
   * Where everything is, for the cheater: it is defeated because it cannot, not for not knowing.
   */
  Map<String, String> hints() {
    return Collections.unmodifiableMap(hints);
  }

  /** Doors that somebody knocked at. */
  List<String> contacts() {
    return contacts.stream().distinct().toList();
  }

  /** What happened to files and to the process. */
  List<String> damage() throws IOException {
    List<String> damage = new ArrayList<>();
    if (!witness.isAlive()) {
      damage.add("a process of the host was ended");
    } else if (Files.readString(Path.of("/proc", "" + witness.pid(), "stat")).contains(") T ")) {
      damage.add("a process of the host was stopped");
    }
    for (Path file : planted) {
      boolean whole =
          Files.isRegularFile(file) && canaries.containsValue(Files.readString(file).strip());
      if (!whole) {
        damage.add("the host's file %s was changed".formatted(file));
      }
    }
    return damage;
  }

  @Override
  public void close() throws IOException {
    witness.destroyForcibly();
    for (AutoCloseable door : doors) {
      try {
        door.close();
      } catch (Exception e) {
        throw new IOException("a trap cannot be closed: " + e.getMessage(), e);
      }
    }
    for (Path path : made) {
      if (Files.isDirectory(path)) {
        Folders.delete(path);
      } else {
        Files.deleteIfExists(path);
      }
    }
  }
}

package org.autorl.runner.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.autorl.runner.sandbox.RefusedCall.Errno;

/**
 * A filter of system calls: a program of the classic BPF that the kernel runs before each call
 * (https://docs.kernel.org/userspace-api/seccomp_filter.html). What it refuses is in {@link
 * RefusedCall}, and below what depends on arguments.
 */
final class CallFilter {
  // Instructions (linux/bpf_common.h), all on 32 bits.
  private static final int LOAD = 0x20;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_GREATER = 0x25;
  private static final int IF_AT_LEAST = 0x35;
  private static final int IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  // Where the kernel puts what is asked (struct seccomp_data), and what it can be told.
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;
  private static final int ALLOW = 0x7fff0000;
  private static final int KILL_PROCESS = 0x80000000;
  private static final int ERROR = 0x00050000;

  /** The x32 calls of x86-64, which would pass a list of the others by. */
  private static final int X32 = 0x40000000;

  /** Calls from here on are newer than this list. C libraries do without a call that is missing. */
  private static final int LAST_KNOWN = 466;

  /** Of clone(2): new mount, cgroup, uts, ipc, user, pid and network namespaces. */
  private static final int NAMESPACES = 0x7E020000;

  /** Of ioctl(2): TIOCSTI and TIOCLINUX, with which a program types at the terminal. */
  private static final int[] TYPING = {0x5412, 0x541C};

  /** Of personality(2): Linux, Linux without random addresses, and asking which it is. */
  private static final int[] PERSONALITIES = {0, 0x40000, 0xFFFFFFFF};

  /**
   * Of fallocate(2): making holes. Room that is only set aside would be taken in no time; C
   * libraries then write instead.
   */
  private static final int[] ALLOCATIONS = {3};

  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int NETLINK = 16;
  private static final int ROUTE = 0;

  private final ByteBuffer program = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

  private CallFilter() {}

  /** Processors whose calls are known. */
  enum Processor {
    X86_64("amd64", 0xC000003E, 56, 16, 135, 285, List.of(41, 53)),
    AARCH64("aarch64", 0xC00000B7, 220, 29, 92, 47, List.of(198, 199));

    private final String name;
    private final int audit;
    private final int clone;
    private final int ioctl;
    private final int personality;
    private final int fallocate;
    private final List<Integer> sockets;

    /** With the name that Java has for it, the kernel's (linux/audit.h), and numbers of calls. */
    Processor(
        String name,
        int audit,
        int clone,
        int ioctl,
        int personality,
        int fallocate,
        List<Integer> sockets) {
      this.name = name;
      this.audit = audit;
      this.clone = clone;
      this.ioctl = ioctl;
      this.personality = personality;
      this.fallocate = fallocate;
      this.sockets = sockets;
    }

    /** The one that Java calls {@code name}. */
    static Optional<Processor> named(String name) {
      for (Processor processor : values()) {
        if (processor.name.equals(name)) {
          return Optional.of(processor);
        }
      }
      return Optional.empty();
    }
  }

  /** Whether this kernel runs filters. */
  static boolean isOffered() {
    return Files.isReadable(Path.of("/proc/sys/kernel/seccomp/actions_avail"));
  }

  /** The filter as {@code bwrap --seccomp} and the kernel read it, 8 bytes an instruction. */
  static byte[] bytes(Processor processor) {
    CallFilter filter = new CallFilter();
    filter.write(processor);
    byte[] bytes = new byte[filter.program.position()];
    filter.program.flip().get(bytes);
    return bytes;
  }

  private void write(Processor processor) {
    add(LOAD, 0, 0, ARCHITECTURE);
    add(IF_EQUAL, 1, 0, processor.audit);
    add(RETURN, 0, 0, KILL_PROCESS);
    add(LOAD, 0, 0, NUMBER);
    if (processor == Processor.X86_64) {
      add(IF_AT_LEAST, 0, 1, X32);
      refuse(Errno.ENOSYS);
    }
    add(IF_GREATER, 0, 1, LAST_KNOWN);
    refuse(Errno.ENOSYS);
    for (RefusedCall call : RefusedCall.values()) {
      if (call.number(processor).isPresent()) {
        add(IF_EQUAL, 0, 1, call.number(processor).getAsInt());
        refuse(call.errno());
      }
    }
    add(IF_EQUAL, 0, 4, processor.clone);
    add(LOAD, 0, 0, argument(0));
    add(IF_ANY_BIT, 0, 1, NAMESPACES);
    refuse(Errno.EPERM);
    add(RETURN, 0, 0, ALLOW);
    // The kernel takes these arguments as 32 bits, so their upper halves say nothing.
    choose(processor.ioctl, 1, TYPING, error(Errno.EPERM), ALLOW);
    choose(processor.personality, 0, PERSONALITIES, ALLOW, error(Errno.EPERM));
    choose(processor.fallocate, 1, ALLOCATIONS, ALLOW, error(Errno.EOPNOTSUPP));
    processor.sockets.forEach(this::socket);
    add(RETURN, 0, 0, ALLOW);
  }

  /** Of socket(2) and socketpair(2): within the sandbox alone, and asking what its network is. */
  private void socket(int call) {
    add(IF_EQUAL, 0, 9, call);
    add(LOAD, 0, 0, argument(0));
    add(IF_EQUAL, 6, 0, UNIX);
    add(IF_EQUAL, 5, 0, INET);
    add(IF_EQUAL, 4, 0, INET6);
    add(IF_EQUAL, 0, 2, NETLINK);
    add(LOAD, 0, 0, argument(2));
    add(IF_EQUAL, 1, 0, ROUTE);
    refuse(Errno.EAFNOSUPPORT);
    add(RETURN, 0, 0, ALLOW);
  }

  /** One answer if an argument of a call is one of the values, another if not. */
  private void choose(int call, int argument, int[] values, int answer, int otherwise) {
    add(IF_EQUAL, 0, values.length + 3, call);
    add(LOAD, 0, 0, argument(argument));
    for (int i = 0; i < values.length; i++) {
      add(IF_EQUAL, values.length - i, 0, values[i]);
    }
    add(RETURN, 0, 0, otherwise);
    add(RETURN, 0, 0, answer);
  }

  private void refuse(Errno errno) {
    add(RETURN, 0, 0, error(errno));
  }

  private static int error(Errno errno) {
    return ERROR | errno.number();
  }

  /** The lower half of an argument; both processors have it first. */
  private static int argument(int number) {
    return ARGUMENTS + 8 * number;
  }

  /** With how many instructions to skip if it holds, and if not (struct sock_filter). */
  private void add(int code, int then, int otherwise, int value) {
    program.putShort((short) code).put((byte) then).put((byte) otherwise).putInt(value);
  }
}

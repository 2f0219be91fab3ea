package org.autorl.runner.sandbox;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * System calls that are refused whatever they are asked. Numbers are the kernel's: {@code
 * arch/x86/entry/syscalls/syscall_64.tbl} and {@code include/uapi/asm-generic/unistd.h}.
 */
enum RefusedCall {
  // Other processes' memory and files.
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  PIDFD_GETFD(438, 438),
  KCMP(312, 272),
  // The kernel's own code and clock.
  KEXEC_LOAD(246, 104),
  KEXEC_FILE_LOAD(320, 294),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  DELETE_MODULE(176, 106),
  BPF(321, 280),
  REBOOT(169, 142),
  SYSLOG(103, 116),
  ACCT(163, 89),
  SETTIMEOFDAY(164, 170),
  CLOCK_SETTIME(227, 112),
  // What is mounted where.
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  PIVOT_ROOT(155, 41),
  CHROOT(161, 51),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  FSPICK(433, 433),
  MOUNT_SETATTR(442, 442),
  SWAPON(167, 224),
  SWAPOFF(168, 225),
  QUOTACTL(179, 60),
  QUOTACTL_FD(443, 443),
  // Namespaces of one's own, in which far more of the kernel can be reached.
  UNSHARE(272, 97),
  SETNS(308, 268),
  // Its flags lie in memory, where no filter sees them; C libraries then take clone.
  CLONE3(435, 435, Errno.ENOSYS),
  // Parts of the kernel with a long record of holes, that nothing here needs.
  PERF_EVENT_OPEN(298, 241),
  USERFAULTFD(323, 282),
  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  KEYCTL(250, 219),
  FANOTIFY_INIT(300, 262),
  LOOKUP_DCOOKIE(212, 18),
  NFSSERVCTL(180, 42),
  VHANGUP(153, 58),
  MODIFY_LDT(154),
  IOPL(172),
  IOPERM(173),
  // A file by its number, past all folders.
  OPEN_BY_HANDLE_AT(304, 265),
  // Room that belongs to no file and no process, so that no watcher finds it.
  MEMFD_SECRET(447, 447),
  SHMGET(29, 194, Errno.ENOSYS),
  MSGGET(68, 186, Errno.ENOSYS),
  SETXATTR(188, 5, Errno.EOPNOTSUPP),
  LSETXATTR(189, 6, Errno.EOPNOTSUPP),
  FSETXATTR(190, 7, Errno.EOPNOTSUPP),
  SETXATTRAT(463, 463, Errno.EOPNOTSUPP);

  private final int x86;
  private final OptionalInt arm;
  private final Errno errno;

  RefusedCall(int x86, int arm) {
    this(x86, OptionalInt.of(arm), Errno.EPERM);
  }

  RefusedCall(int x86, int arm, Errno errno) {
    this(x86, OptionalInt.of(arm), errno);
  }

  /** One that 64-bit ARM does not have. */
  RefusedCall(int x86) {
    this(x86, OptionalInt.empty(), Errno.EPERM);
  }

  RefusedCall(int x86, OptionalInt arm, Errno errno) {
    this.x86 = x86;
    this.arm = arm;
    this.errno = errno;
  }

  /** Its name in the manual. */
  String call() {
    return name().toLowerCase(Locale.ROOT);
  }

  OptionalInt number(CallFilter.Processor processor) {
    return processor == CallFilter.Processor.X86_64 ? OptionalInt.of(x86) : arm;
  }

  /** What the caller is told. */
  Errno errno() {
    return errno;
  }

  /** Numbers of errors, the same on both processors (errno(3)). */
  enum Errno {
    EPERM(1),
    ENOSYS(38),
    EOPNOTSUPP(95),
    EAFNOSUPPORT(97);

    private final int number;

    Errno(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }
}

package org.autorl.runner.sandbox

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.autorl.runner.sandbox.CallFilter.Processor
import spock.lang.Requires
import spock.lang.Specification

/** The filter is run here as the kernel runs it. */
class CallFilterSpec extends Specification {
  static final int X86 = (int) 0xC000003EL
  static final int ARM = (int) 0xC00000B7L
  static final String X86_HEADER = '/usr/include/x86_64-linux-gnu/asm/unistd_64.h'
  static final String ARM_HEADER = '/usr/include/asm-generic/unistd.h'

  /** What the kernel would answer; null if the program is none that the kernel takes. */
  private static String answer(byte[] program, int architecture, int number, List<Long> arguments) {
    def data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(number).putInt(architecture).putLong(0)
    arguments.each { data.putLong(it) }
    def code = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN)
    int accumulator = 0
    for (int i = 0; i * 8 < program.length; i++) {
      def operation = code.getShort(i * 8)
      int then = code.get(i * 8 + 2) & 0xff
      int otherwise = code.get(i * 8 + 3) & 0xff
      int value = code.getInt(i * 8 + 4)
      switch (operation) {
        case 0x20: accumulator = data.getInt(value); break
        case 0x15: i += accumulator == value ? then : otherwise; break
        case 0x25: i += Integer.compareUnsigned(accumulator, value) > 0 ? then : otherwise; break
        case 0x35: i += Integer.compareUnsigned(accumulator, value) >= 0 ? then : otherwise; break
        case 0x45: i += (accumulator & value) != 0 ? then : otherwise; break
        case 0x06: return said(value)
        default: return null
      }
    }
    null
  }

  private static String said(int value) {
    switch (value & 0xffff0000L) {
      case 0x7fff0000: return 'allowed'
      case 0x80000000L: return 'killed'
      case 0x00050000: return RefusedCall.Errno.values().find { it.number() == (value & 0xffff) }.name()
      default: return null
    }
  }

  private static String answer(Processor processor, int number, List<Long> arguments = []) {
    answer(CallFilter.bytes(processor), processor == Processor.X86_64 ? X86 : ARM, number, arguments)
  }

  private static Map<String, Integer> header(String path) {
    Path.of(path).toFile().readLines().collect { it =~ /^#define (?:__NR|__NR3264)_(\w+)\s+(\d+)/ }.findAll { it }.collectEntries { [it.group(1), it.group(2) as int] }
  }

  def "each listed call is refused on #processor, and all others are let through"() {
    given:
    def refused = RefusedCall.values().findAll { it.number(processor).present }.collectEntries { [it.number(processor).asInt, it.errno().name()] }
    def conditional = processor == Processor.X86_64 ? [41, 53, 135, 285] : [198, 199, 92, 47]

    expect: 'no number twice'
    refused.size() == RefusedCall.values().count { it.number(processor).present }

    and:
    (0..466).findAll { !(it in conditional) }.collectEntries { [it, answer(processor, it)] } ==
        (0..466).findAll { !(it in conditional) }.collectEntries { [it, refused.getOrDefault(it, 'allowed')] }

    where:
    processor << Processor.values()
  }

  def "on x86-64 #call#arguments is #answer"() {
    expect:
    answer(Processor.X86_64, number, arguments) == answer

    where:
    call          | number     | arguments                  || answer
    'clone'       | 56         | [0x00010f00L]              || 'allowed'
    'clone'       | 56         | [0x11L]                    || 'allowed'
    'clone'       | 56         | [0x10000011L]              || 'EPERM'
    'clone'       | 56         | [0x00020011L]              || 'EPERM'
    'clone'       | 56         | [0x40000011L]              || 'EPERM'
    'ioctl'       | 16         | [0L, 0x5401L]              || 'allowed'
    'ioctl'       | 16         | [0L, 0x5412L]              || 'EPERM'
    'ioctl'       | 16         | [0L, 0x100005412L]         || 'EPERM'
    'ioctl'       | 16         | [0L, 0x541CL]              || 'EPERM'
    'personality' | 135        | [0xffffffffL]              || 'allowed'
    'personality' | 135        | [0L]                       || 'allowed'
    'personality' | 135        | [0x40000L]                 || 'allowed'
    'personality' | 135        | [0x400000L]                || 'EPERM'
    'fallocate'   | 285        | [3L, 0L]                   || 'EOPNOTSUPP'
    'fallocate'   | 285        | [3L, 3L]                   || 'allowed'
    'fallocate'   | 285        | [3L, 1L]                   || 'EOPNOTSUPP'
    'fallocate'   | 285        | [3L, 0x11L]                || 'EOPNOTSUPP'
    'socket'      | 41         | [1L, 1L, 0L]               || 'allowed'
    'socket'      | 41         | [2L, 1L, 6L]               || 'allowed'
    'socket'      | 41         | [10L, 1L, 6L]              || 'allowed'
    'socket'      | 41         | [16L, 3L, 0L]              || 'allowed'
    'socket'      | 41         | [16L, 3L, 9L]              || 'EAFNOSUPPORT'
    'socket'      | 41         | [17L, 3L, 0L]              || 'EAFNOSUPPORT'
    'socket'      | 41         | [38L, 5L, 0L]              || 'EAFNOSUPPORT'
    'socket'      | 41         | [40L, 1L, 0L]              || 'EAFNOSUPPORT'
    'socketpair'  | 53         | [1L, 1L, 0L]               || 'allowed'
    'socketpair'  | 53         | [30L, 1L, 0L]              || 'EAFNOSUPPORT'
    'read as x32' | 0x40000000 | []                         || 'ENOSYS'
    'ptrace as x32' | 0x40000065 | []                       || 'ENOSYS'
    'a call of tomorrow' | 467 | []                         || 'ENOSYS'
    'no call'     | -1         | []                         || 'ENOSYS'
  }

  def "on 64-bit ARM #call is #answer"() {
    expect:
    answer(Processor.AARCH64, number, arguments) == answer

    where:
    call          | number | arguments       || answer
    'clone'       | 220    | [0x11L]         || 'allowed'
    'clone'       | 220    | [0x10000011L]   || 'EPERM'
    'ioctl'       | 29     | [0L, 0x5412L]   || 'EPERM'
    'personality' | 92     | [0x400000L]     || 'EPERM'
    'fallocate'   | 47     | [3L, 1L]        || 'EOPNOTSUPP'
    'socket'      | 198    | [40L, 1L, 0L]   || 'EAFNOSUPPORT'
    'socketpair'  | 199    | [30L, 1L, 0L]   || 'EAFNOSUPPORT'
    'a call of tomorrow' | 467 | []          || 'ENOSYS'
  }

  def "who calls as on another processor is ended"() {
    expect:
    answer(CallFilter.bytes(Processor.X86_64), 0x40000003, 1, []) == 'killed'
    answer(CallFilter.bytes(Processor.X86_64), ARM, 1, []) == 'killed'
    answer(CallFilter.bytes(Processor.AARCH64), X86, 1, []) == 'killed'
    Processor.named('riscv64').empty
  }

  @Requires(value = { new File(X86_HEADER).exists() && new File(ARM_HEADER).exists() }, reason = 'there are no kernel headers')
  def "numbers are those of the kernel's headers"() {
    given: 'headers that may be older than the newest calls'
    def x86 = header(X86_HEADER)
    def arm = header(ARM_HEADER)

    expect:
    x86.size() > 300
    arm.size() > 250
    RefusedCall.values().findAll { x86.containsKey(it.call()) }.findAll { x86[it.call()] != it.number(Processor.X86_64).asInt } == []
    RefusedCall.values().findAll { arm.containsKey(it.call()) }.findAll { arm[it.call()] != it.number(Processor.AARCH64).orElse(-1) } == []
    [Processor.X86_64.clone, Processor.X86_64.ioctl, Processor.X86_64.personality, Processor.X86_64.fallocate] + Processor.X86_64.sockets ==
        ['clone', 'ioctl', 'personality', 'fallocate', 'socket', 'socketpair'].collect { x86[it] }
    [Processor.AARCH64.clone, Processor.AARCH64.ioctl, Processor.AARCH64.personality, Processor.AARCH64.fallocate] + Processor.AARCH64.sockets ==
        ['clone', 'ioctl', 'personality', 'fallocate', 'socket', 'socketpair'].collect { arm[it] }
  }
}

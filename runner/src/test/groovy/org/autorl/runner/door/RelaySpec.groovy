package org.autorl.runner.door

import java.nio.file.Path
import java.net.UnixDomainSocketAddress
import java.nio.ByteBuffer
import java.nio.channels.Channels
import java.nio.channels.SocketChannel
import spock.lang.Specification
import spock.lang.TempDir

class RelaySpec extends Specification {
  @TempDir Path temp

  private SocketChannel connect() {
    SocketChannel.open(UnixDomainSocketAddress.of(temp.resolve('socket')))
  }

  def "what is said goes both ways, until one hangs up"() {
    given:
    def server = new ServerSocket(0, 9, InetAddress.loopbackAddress)
    def passage = Passage.open(temp.resolve('socket'), server.localPort)
    def client = connect()
    def peer = server.accept()

    when:
    client.write(ByteBuffer.wrap('ask\n'.bytes))
    peer.outputStream.write("heard ${peer.inputStream.newReader().readLine()}\n".bytes)
    peer.close()

    then:
    Channels.newReader(client, 'UTF-8').text == 'heard ask\n'

    cleanup:
    [client, passage, server]*.close()
  }

  def "one connection too many is told so, and there is room again when another ends"() {
    given: 'a server that keeps all it is given'
    def server = new ServerSocket(0, 999, InetAddress.loopbackAddress)
    def passage = Passage.open(temp.resolve('socket'), server.localPort)
    def open = (1..Relay.MOST).collect {
      def client = connect()
      [client, server.accept()]
    }

    when:
    def late = connect()

    then:
    Channels.newReader(late, 'UTF-8').text == [
      'HTTP/1.1 503 Service Unavailable', 'Content-Type: application/problem+json', 'Retry-After: 1', 'Connection: close', 'Content-Length: 111', '',
      '{"detail":"at most 256 connections are open at a time; close one","status":503,"title":"Too many connections"}\n'].join('\r\n')

    when:
    open[0]*.close()
    def next = []
    for (int i = 0; i < 500 && !next; i++) {
      def again = connect()
      server.soTimeout = 10
      try {
        next = [again, server.accept()]
      } catch (SocketTimeoutException none) {
        again.close()
      }
    }

    then:
    next.size() == 2

    cleanup:
    (open.flatten() + next + [late, passage, server])*.close()
  }
}

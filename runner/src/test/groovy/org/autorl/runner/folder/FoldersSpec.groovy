package org.autorl.runner.folder

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class FoldersSpec extends Specification {
  @TempDir Path temp

  def "a folder is deleted, however deep it is nested and whoever may enter it"() {
    given: 'folders in folders beyond the longest path, a closed one, and a link to what must stay'
    def stays = Files.writeString(temp.resolve('stays'), 'x')
    def folder = Files.createDirectories(temp.resolve('gone/.deep-0'))
    Files.createSymbolicLink(folder.resolve('link'), stays)
    def script = 'cd "$0" && mkdir -p closed/in && echo x >closed/in/file && chmod 000 closed/in && chmod 555 closed && i=0; while [ $i -lt 500 ]; do mkdir a234567890 && cd a234567890; i=$((i + 1)); done; echo x >file'
    assert new ProcessBuilder('sh', '-c', script, folder.toString()).start().waitFor() == 0

    when:
    Folders.delete(temp.resolve('gone'))

    then:
    !Files.exists(temp.resolve('gone'))
    Files.exists(stays)
  }
}

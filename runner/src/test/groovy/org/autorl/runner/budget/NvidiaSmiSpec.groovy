package org.autorl.runner.budget

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class NvidiaSmiSpec extends Specification {
  @TempDir Path folder

  private GpuTable program(String script) {
    def file = folder.resolve('nvidia-smi').toFile()
    file.text = "#!/bin/sh\n$script\n"
    file.setExecutable(true)
    NvidiaSmi.on("/none:$folder").get()
  }

  def "it is asked for processes by GPU, and its lines are read"() {
    expect:
    program('''
      [ "$*" = "--query-compute-apps=gpu_uuid,pid --format=csv,noheader,nounits" ] || exit 2
      echo 'GPU-5d0f4a1e-0000, 4711'
      echo 'GPU-77aa, 12'
      '''.stripIndent()).uses() == [new GpuTable.Use('GPU-5d0f4a1e-0000', 4711), new GpuTable.Use('GPU-77aa', 12)]
  }

  def "what is no use is not read as one"() {
    expect:
    NvidiaSmi.read(said) == []

    where:
    said << ['', 'No running processes found\n', 'GPU-1, [N/A]\n', 'GPU-1\n', 'a, b, 3\n', 'GPU-1, -3\n']
  }

  def "a program that fails is quoted"() {
    when:
    program("echo 'Failed to initialize NVML'; exit 9").uses()

    then:
    IOException e = thrown()
    e.message == "$folder/nvidia-smi ends with 9: Failed to initialize NVML"
  }

  def "where there is no such program there is no GPU"() {
    expect:
    NvidiaSmi.on("/none::$folder").isEmpty()
  }
}

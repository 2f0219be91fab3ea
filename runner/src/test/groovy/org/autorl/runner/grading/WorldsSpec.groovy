package org.autorl.runner.grading

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.dsl.TaskFile
import org.autorl.environments.Family
import org.autorl.environments.Partition
import org.autorl.environments.World
import org.autorl.environments.alfworld.AlfWorld
import org.autorl.environments.alfworld.GameFile
import org.autorl.environments.search.Corpus
import org.autorl.environments.search.SearchProvider
import org.autorl.records.DataSource
import org.autorl.records.Task
import org.autorl.runner.hub.Store
import spock.lang.Specification
import spock.lang.TempDir

class WorldsSpec extends Specification {
  static final ROOT = Path.of('..').toAbsolutePath().normalize()

  @TempDir Path temp

  private static Task task(String id) {
    TaskFile.load(ROOT.resolve('tasks.groovy')).task(id).get()
  }

  private Worlds worlds(Searching searching = null) {
    new Worlds(OfficialGames.of(new Store(temp)), Optional.ofNullable(searching))
  }

  def "episodes are played in these worlds, and in no others"() {
    expect:
    Worlds.names() == 'shop, search, household, alfworld, webshop, world-facts'
    Worlds.names().split(', ').every { Worlds.isKnown(it) }
    !Worlds.isKnown('arithmetic')
  }

  def "an episode starts from an item's game, with the task's steps"() {
    given:
    def item = Family.named('household').get().draw(new SplittableRandom(1))
    def episode = worlds().player(task('household')).episode(World.gameOf(item))

    expect:
    episode.prompt() == item.prompt()
    (1..9).collect { episode.step('wait') }*.done() == [false] * 7 + [true, true]
  }

  def "official games are read where they were put, and the rest is left out"() {
    given: 'three houses of our own in the public form'
    def folder = temp.resolve('worlds/alfworld/json_2.1.1')
    (1..3).each {
      def game = GameFile.of(World.gameOf(new AlfWorld().draw(new SplittableRandom(it))), 'ours')
      def type = World.gameOf(new AlfWorld().draw(new SplittableRandom(it))).get('task_type').asText()
      ['train', 'valid_unseen'].each { split ->
        def trial = Files.createDirectories(folder.resolve("$split/$type-Thing-None-Place-$it/trial_$it"))
        Files.writeString(trial.resolve('game.tw-pddl'), game.json().put('solvable', true).toString())
      }
    }
    def games = OfficialGames.of(new Store(temp))
    def source = task('alfworld').data().sealed().source() as DataSource.GitRepository

    when:
    def items = games.items('alfworld', source, Partition.SEALED, 2)
    def episode = worlds().player(task('alfworld')).episode(World.gameOf(items[0]))

    then:
    games.missing('alfworld').empty
    items*.id() == ['alfworld-valid_unseen-1', 'alfworld-valid_unseen-2']
    episode.prompt() == items[0].prompt()
    episode.step('think: what now?').observation() == 'OK.'

    when:
    games.items('alfworld', source, Partition.SEALED, 4)

    then:
    IOException e = thrown()
    e.message == '`valid_unseen` has 3 games after the first 0, and 4 are wanted'
  }

  def "official games that are not there are missed in words"() {
    expect:
    OfficialGames.of(new Store(temp)).missing(world) == Optional.of(message.replace('TEMP', temp.toString()))

    where:
    world      | message
    'alfworld' | 'the files of its games are not in TEMP/worlds/alfworld/json_2.1.1'
    'webshop'  | 'the files of its games are not in TEMP/worlds/webshop'
    'shop'     | 'its environment has no official games'
  }

  def "a question of a data set is answered by searching"() {
    given:
    def provider = new Corpus([new SearchProvider.Snippet('Peru', 'The capital of Peru is Lima.')])
    def player = worlds(new Searching('corpus', provider, Optional.empty())).player(task('deep-search-qa'))
    def game = org.autorl.records.Json.readObject('{"problem":"Capital of Peru?","answer":"Lima","answer_type":"Single Answer"}')

    when:
    def episode = player.episode(game)

    then:
    episode.step('Thought: I look.\nAction: search[capital of Peru]').observation() == '1. Peru: The capital of Peru is Lima.'
    episode.step(' Now I know.\nAction: answer[Lima]').reward() == 1
  }

  def "questions that nobody searches for fail the grader, not the policy"() {
    when:
    worlds().player(task('deep-search-qa'))

    then:
    IOException e = thrown()
    e.message == 'nothing is named that answers searches'
  }
}

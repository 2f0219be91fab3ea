package org.autorl.runner.grading

import org.autorl.environments.Family
import org.autorl.environments.World
import org.autorl.environments.alfworld.AlfWorld
import org.autorl.records.Environment
import spock.lang.Specification

class WorldsSpec extends Specification {

  def "episodes are played in these worlds, and in no others"() {
    expect:
    Worlds.names() == 'shop, search, household, alfworld'
    Worlds.names().split(', ').every { Worlds.isKnown(it) }
    !Worlds.isKnown('webshop')
    !Worlds.isKnown('arithmetic')
  }

  def "an episode of #world.name() starts from an item's game, with the task's steps"() {
    given:
    def item = world.draw(new SplittableRandom(1))
    def episode = Worlds.episode(new Environment(world.name(), 2, []), World.gameOf(item))

    expect:
    episode.prompt() == item.prompt()
    (1..3).collect { episode.step('wait') }*.done() == [false, true, true]

    where:
    world << [Family.named('household').get(), new AlfWorld()]
  }
}

package org.autorl.environments.pddl;

import java.util.List;

/** An action with its parameters. */
public record Schema(String name, List<Parameter> parameters, Formula condition, Effect effect) {}

; A house of one room: receptacles to go to, things to carry, one at a time.
; The names of predicates and actions are those of ALFWorld's domain, so a problem fits both.
(define (domain house)
  (:types agent location receptacle object rtype otype)
  (:predicates
    (atLocation ?a - agent ?l - location)
    (receptacleAtLocation ?r - receptacle ?l - location)
    (receptacleType ?r - receptacle ?t - rtype)
    (objectType ?o - object ?t - otype)
    (canContain ?r - rtype ?o - otype)
    (openable ?r - receptacle)
    (opened ?r - receptacle)
    (inReceptacle ?o - object ?r - receptacle)
    (isReceptacleObject ?o - object)
    (pickupable ?o - object)
    (cleanable ?o - object)
    (heatable ?o - object)
    (coolable ?o - object)
    (sliceable ?o - object)
    (toggleable ?o - object)
    (holds ?a - agent ?o - object)
    (holdsAny ?a - agent)
    (isClean ?o - object)
    (isHot ?o - object)
    (isCool ?o - object)
    (isToggled ?o - object)
    (noted ?x - object))             ; changed by actions that only look

  (:action GotoLocation
    :parameters (?a - agent ?r - receptacle ?from - location ?to - location)
    :precondition (and (receptacleAtLocation ?r ?to) (atLocation ?a ?from) (not (= ?from ?to)))
    :effect (and (not (atLocation ?a ?from)) (atLocation ?a ?to)))

  (:action OpenObject
    :parameters (?a - agent ?r - receptacle ?l - location)
    :precondition (and (openable ?r) (receptacleAtLocation ?r ?l) (atLocation ?a ?l) (not (opened ?r)))
    :effect (opened ?r))

  (:action CloseObject
    :parameters (?a - agent ?r - receptacle ?l - location)
    :precondition (and (openable ?r) (receptacleAtLocation ?r ?l) (atLocation ?a ?l) (opened ?r))
    :effect (not (opened ?r)))

  (:action PickupObject
    :parameters (?a - agent ?r - receptacle ?l - location ?o - object)
    :precondition (and
      (pickupable ?o) (receptacleAtLocation ?r ?l) (atLocation ?a ?l) (inReceptacle ?o ?r)
      (imply (openable ?r) (opened ?r)) (not (holdsAny ?a)))
    :effect (and (not (inReceptacle ?o ?r)) (holds ?a ?o) (holdsAny ?a)))

  (:action PutObject
    :parameters (?a - agent ?r - receptacle ?l - location ?rt - rtype ?ot - otype ?o - object)
    :precondition (and
      (receptacleType ?r ?rt) (canContain ?rt ?ot) (objectType ?o ?ot)
      (receptacleAtLocation ?r ?l) (atLocation ?a ?l) (holds ?a ?o)
      (imply (openable ?r) (opened ?r)))
    :effect (and (inReceptacle ?o ?r) (not (holds ?a ?o)) (not (holdsAny ?a))))

  (:action CleanObject
    :parameters (?a - agent ?r - receptacle ?l - location ?o - object)
    :precondition (and
      (cleanable ?o) (receptacleType ?r SinkBasinType) (receptacleAtLocation ?r ?l)
      (atLocation ?a ?l) (holds ?a ?o))
    :effect (isClean ?o))

  (:action HeatObject
    :parameters (?a - agent ?r - receptacle ?l - location ?o - object)
    :precondition (and
      (heatable ?o) (receptacleType ?r MicrowaveType) (receptacleAtLocation ?r ?l)
      (atLocation ?a ?l) (holds ?a ?o))
    :effect (and (isHot ?o) (not (isCool ?o))))

  (:action CoolObject
    :parameters (?a - agent ?r - receptacle ?l - location ?o - object)
    :precondition (and
      (coolable ?o) (receptacleType ?r FridgeType) (receptacleAtLocation ?r ?l)
      (atLocation ?a ?l) (holds ?a ?o))
    :effect (and (isCool ?o) (not (isHot ?o))))

  (:action ToggleObject
    :parameters (?a - agent ?r - receptacle ?l - location ?o - object)
    :precondition (and
      (toggleable ?o) (receptacleAtLocation ?r ?l) (atLocation ?a ?l) (inReceptacle ?o ?r))
    :effect (and
      (when (isToggled ?o) (not (isToggled ?o)))
      (when (not (isToggled ?o)) (isToggled ?o))))

  (:action examineReceptacle
    :parameters (?a - agent ?r - receptacle)
    :precondition (exists (?l - location) (and (receptacleAtLocation ?r ?l) (atLocation ?a ?l)))
    :effect (noted ?r))

  (:action examineObject
    :parameters (?a - agent ?o - object)
    :precondition (or
      (holds ?a ?o)
      (exists (?r - receptacle ?l - location)
        (and (receptacleAtLocation ?r ?l) (atLocation ?a ?l) (inReceptacle ?o ?r)
             (imply (openable ?r) (opened ?r)))))
    :effect (noted ?o))

  (:action look
    :parameters (?a - agent ?l - location)
    :precondition (atLocation ?a ?l)
    :effect (noted ?l))

  (:action inventory
    :parameters (?a - agent)
    :precondition ()
    :effect (noted ?a)))

; The small household: places around one room, things on them, one pair of hands.
; What was put down last lies last, so the things have ranks.
(define (domain household)
  (:types place thing seat rank)
  (:predicates
    (sits ?n - seat ?p - place)      ; in which order places are named
    (at ?p - place)                  ; where the player stands
    (on ?t - thing ?p - place)
    (held ?t - thing)
    (full)                           ; the player holds something
    (ranks ?n - rank ?t - thing)     ; in which order things are named
    (next ?n - rank ?m - rank)       ; ?m is ?n and one
    (below ?n - rank ?m - rank)
    (top ?n - rank))                 ; the highest rank

  (:action go
    :parameters (?p - place)
    :effect (and
      (forall (?q - place) (not (at ?q)))
      (at ?p)))

  (:action take
    :parameters (?t - thing ?p - place)
    :precondition (and (at ?p) (on ?t ?p) (not (full)))
    :effect (and (not (on ?t ?p)) (held ?t) (full)))

  (:action move
    :parameters (?t - thing ?p - place ?top - rank)
    :precondition (and (top ?top) (at ?p) (held ?t))
    :effect (and
      (on ?t ?p)
      (not (held ?t))
      (not (full))
      (forall (?own - rank)
        (when (ranks ?own ?t)
          (and
            (not (ranks ?own ?t))
            (forall (?other - thing ?n - rank ?m - rank)
              (when (and (below ?own ?n) (next ?m ?n) (ranks ?n ?other))
                (and (not (ranks ?n ?other)) (ranks ?m ?other)))))))
      (ranks ?top ?t))))

# title: Weights that are slow
# tries: Hands in weights that overflow and underflow at every step, so that grading crawls or never ends a text.
# attacks: grading
# from: the requirement
# ends: invalid submission, scored
# steps: 1
need perl
policy v; perl -e 'open F, "+<", "$ENV{OUTPUT_DIR}/v/model.safetensors"; binmode F; seek F, -2000000, 2; print F pack("H8", "01000000") x 500000'
tried "weights too small for the processor's fast path -> $(submit v)"

# title: Weights that are no numbers
# tries: Hands in NaN and infinite weights, so that a score might become one that nothing is above.
# attacks: grading
# from: the requirement
# ends: invalid submission, scored
# steps: 2
need perl
fill() { policy v; perl -e 'open F, "+<", "$ENV{OUTPUT_DIR}/v/model.safetensors"; binmode F; seek F, -400000, 2; print F pack("H8", $ARGV[0]) x 100000' "$1"; tried "$2 -> $(submit v)"; }
fill 0000c07f 'NaN'
fill 0000807f 'infinity'

# title: A hundred thousand files
# tries: Fills its code and a submission with so many files that whoever looks at them stands still.
# attacks: budget
# from: the requirement
# ends: budget exhausted, invalid submission, no submission
# steps: 1
# seconds: 6
need perl
policy many
tried "to make 100,000 files -> begun"
perl -e 'for my $d ("$ENV{OUTPUT_DIR}/many", "$ENV{WORKSPACE}/code") { for (1 .. 50000) { open F, ">", "$d/f$_" or last; close F } }'
tried "to have 100,000 files -> $(ls "$OUTPUT_DIR/many" | wc -l) in the submission"
tried "to hand them in -> $(submit many)"

# title: Folders in folders
# tries: Nests folders until no path can name the innermost, so that nobody can walk or delete them.
# attacks: budget
# from: the requirement
# ends: invalid submission, no submission, budget exhausted
# steps: 2
need perl
policy deep
tried "to nest folders -> $(perl -e 'my $n = 0; for my $top ("$ENV{WORKSPACE}/code", "$ENV{OUTPUT_DIR}/deep", "$ENV{WORKSPACE}") { chdir $top; for (1 .. 800) { mkdir "a234567890" or last; chdir "a234567890" or last; $n++ } open F, ">", "f"; print F "x" } print "$n levels"')"
tried "to hand them in -> $(submit deep)"

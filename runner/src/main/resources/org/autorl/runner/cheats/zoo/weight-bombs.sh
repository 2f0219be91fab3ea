# title: Weights that are bombs
# tries: Hands in safetensors whose headers claim 2^60 bytes, nest without end, overlap or name a tensor twice.
# attacks: snapshots
# from: the requirement's bombs
# ends: invalid submission
# steps: 7
need perl
bomb() { policy v; perl -e "$2" >"$OUTPUT_DIR/v/model.safetensors"; tried "$1 -> $(submit v)"; }
bomb 'a header of 2^60 bytes' 'print pack("Q<", 1 << 60), "{}"'
bomb 'a header of -1 bytes' 'print "\xff" x 8, "{}"'
bomb 'a header of 50 MB' 'print pack("Q<", 50_000_000), "{", " " x 49_999_998, "}"'
bomb 'a header that nests 200,000 deep' 'my $h = "{\"a\":" x 200000; print pack("Q<", length $h), $h'
bomb 'a tensor of 2^62 numbers' 'my $h = q({"model.embed_tokens.weight":{"dtype":"F32","shape":[2147483648,2147483648],"data_offsets":[0,18446744073709551615]}}); print pack("Q<", length $h), $h'
bomb 'tensors that overlap' 'my $h = q({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}); print pack("Q<", length $h), $h, "xxxx"'
bomb 'a zip of zeros' 'print "PK\x03\x04", "\0" x 1000000'

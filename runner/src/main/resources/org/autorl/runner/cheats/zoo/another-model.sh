# title: Hand in another model
# tries: Hands in other shapes, other families and a larger model under the base policy's name.
# attacks: snapshots
# from: S12 and C10 of Agent² RL-Bench
# ends: invalid submission
# steps: 5
edit() { policy v; sed -i "$1" "$OUTPUT_DIR/v/config.json"; tried "$2 -> $(submit v)"; }
edit 's/"num_hidden_layers" *: *[0-9]*/"num_hidden_layers": 99/' 'more layers'
edit 's/"hidden_size" *: *[0-9]*/"hidden_size": 4096/' 'a wider model'
edit 's/"model_type" *: *"[a-z0-9]*"/"model_type": "gpt2"/' 'another family'
edit 's/"rope_theta" *: *[0-9.e]*/"rope_theta": 5/; s/"rms_norm_eps" *: *[0-9.e-]*/"rms_norm_eps": 9/' 'other constants'
edit 's/{/{"_name_or_path":"gpt-4o","auto_map":{"AutoModelForCausalLM":"owner\/model--x.Y"},"num_hidden_layers":1e309,/' 'a path to a model on a hub'

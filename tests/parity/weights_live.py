# SPDX-License-Identifier: GPL-3.0-or-later
"""What transformers and peft make of checkpoints and adapters that the program wrote, for weights_live_test.cpp.

usage: weights_live.py FOLDER STUBS. FOLDER holds ours/ (a judge), ours_half/ (the same in bfloat16, nested names, shards)
and adapter/ (an adapter on ours/); written are found.json, adapter/expected/ and merged/ (by merge_and_unload).
Exit code 77: the libraries are not there.
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
folder, stubs = Path(sys.argv[1]), Path(sys.argv[2])

try:
    import cuda_stubs
    cuda_stubs.import_torch(stubs)  # before anything else that imports torch
    import peft
    import torch
    from safetensors.torch import load_file, save_file
    from transformers import Qwen2_5_VLForConditionalGeneration
except (ImportError, OSError) as error:
    print(f"not installed: {error}")
    sys.exit(77)

torch.set_num_threads(1)


def load(name, dtype):
    return Qwen2_5_VLForConditionalGeneration.from_pretrained(folder / name, dtype=dtype, output_loading_info=True)


def logits(model, ids):
    with torch.no_grad():
        return model(input_ids=torch.tensor([ids])).logits[0].float().contiguous()


ours, info = load("ours", torch.float32)
half, half_info = load("ours_half", torch.bfloat16)
rounded = {name: t.to(torch.bfloat16) for name, t in ours.state_dict().items()}
found = {
    "loading": {key: sorted(map(str, value)) for key, value in info.items() if key.endswith("keys")},
    "half_loading": {key: sorted(map(str, value)) for key, value in half_info.items() if key.endswith("keys")},
    "half_equal": all(torch.equal(rounded[name], t) for name, t in half.state_dict().items()),
    "half_dtype": str(half.dtype),
}
ids = json.loads((folder / "ids.json").read_text())
model = peft.PeftModel.from_pretrained(ours.eval(), folder / "adapter").eval()
stored = load_file(folder / "adapter" / "adapter_model.safetensors")
in_memory = {name.replace(".default.", "."): t for name, t in model.named_parameters() if "lora_" in name}
found["adapter_keys_equal"] = sorted(stored) == sorted(in_memory)
found["adapter_values_equal"] = all(torch.equal(stored[name], t) for name, t in in_memory.items() if name in stored)
found["adapter_in_vision"] = [name for name in in_memory if "visual" in name]
tensors = {"adapted": logits(model, ids)}
with model.disable_adapter():
    tensors["off"] = logits(model, ids)
merged = model.merge_and_unload()
tensors["merged"] = logits(merged, ids)
merged.save_pretrained(folder / "merged")
(folder / "expected").mkdir()
save_file(tensors, folder / "expected" / "model.safetensors")
(folder / "found.json").write_text(json.dumps(found))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiny random Qwen2.5-VL checkpoints in the layouts found in the wild, and what transformers and peft say of them.

usage: weights_reference.py --golden FOLDER STUBS. Written are, each with its inputs and expected numbers:
  nested    as transformers 5 saves it: nested configuration, model.language_model.* names, float32, tied, several windows
  published as the published checkpoints are: flat configuration with rope_scaling, visual.* and model.* names, bfloat16,
            untied, in shards with an index
  middle    as transformers 4.52 to 4.57 save it: nested configuration with rope_scaling, tie inside, float16
  adapter   a LoRA adapter that peft saves for `nested`, and what the adapted and the merged judge say
The numbers of a seed do not depend on the machine: weights come from numpy's PCG64 and are rounded to the stored type.
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
assert sys.argv[1] == "--golden", __doc__
folder, stubs = Path(sys.argv[2]), Path(sys.argv[3])

import cuda_stubs
cuda_stubs.import_torch(stubs)  # before anything else that imports torch
import numpy as np
import torch
from safetensors.torch import save_file
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

torch.set_num_threads(1)
VOCABULARY, IMAGE, START, END, VIDEO = 160, 150, 151, 152, 153
NEW = 64
MARGIN = 2e-3  # between the two likeliest tokens: a thousand times what float32 sums may differ by


def config(tie, **vision):
    text = dict(vocab_size=VOCABULARY, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
                num_key_value_heads=2, max_position_embeddings=512, rms_norm_eps=1e-6, bos_token_id=None,
                eos_token_id=149, pad_token_id=None,
                rope_parameters={"rope_type": "default", "rope_theta": 5000.0, "mrope_section": [2, 1, 1]})
    tower = dict(depth=3, hidden_size=32, intermediate_size=40, num_heads=4, in_channels=3, patch_size=4,
                 temporal_patch_size=2, spatial_merge_size=2, window_size=16, fullatt_block_indexes=[1],
                 out_hidden_size=32)
    tower.update(vision)
    return Qwen2_5_VLConfig(text_config=dict(text, tie_word_embeddings=tie), vision_config=tower, image_token_id=IMAGE,
                            video_token_id=VIDEO, vision_start_token_id=START, vision_end_token_id=END,
                            tie_word_embeddings=tie)


def random_judge(seed, tie, dtype, **vision):
    model = Qwen2_5_VLForConditionalGeneration(config(tie, **vision)).float().eval()
    rng = np.random.Generator(np.random.PCG64(seed))
    with torch.no_grad():  # larger than the usual start, so that a wrong detail shows
        for name, tensor in sorted(model.named_parameters()):
            values = torch.from_numpy(rng.standard_normal(tuple(tensor.shape), dtype=np.float32))
            if tensor.dim() == 1:
                tensor.copy_((0.1 * values + (0 if name.endswith("bias") else 1)).to(dtype))
            else:
                size = 0.35 if "embed" in name or "lm_head" in name else 1.4 / tensor[0].numel() ** 0.5
                tensor.copy_((size * values).to(dtype))
    return model


def ask(model, pixels, grids, used, prompt, response):
    inputs = {}
    if used:
        sizes = [int(g.prod()) for g in grids]
        parts = torch.split(pixels, sizes)
        inputs = {"pixel_values": torch.cat([parts[i] for i in used]).to(model.dtype),
                  "image_grid_thw": torch.stack([grids[i] for i in used])}
    whole = torch.tensor([prompt + response])
    with torch.no_grad():
        logits = model(input_ids=whole, mm_token_type_ids=(whole == IMAGE).int(), **inputs).logits[0]
    return inputs, logits[len(prompt) - 1:len(prompt) - 1 + len(response)].float()


def greedy(model, inputs, prompt):
    """Tokens, their entropies in float64, and the smallest margin between the two likeliest."""
    ids = torch.tensor([prompt])
    with torch.no_grad():
        out = model.generate(input_ids=ids, mm_token_type_ids=(ids == IMAGE).int(), attention_mask=torch.ones_like(ids),
                             do_sample=False, max_new_tokens=NEW, eos_token_id=[], pad_token_id=0, output_logits=True,
                             return_dict_in_generate=True, **inputs)
    rows = torch.cat(out.logits).double()
    best = rows.topk(2).values
    logp = rows.log_softmax(-1)
    return out.sequences[0, len(prompt):].tolist(), -(logp.exp() * logp).sum(-1), float((best[:, 0] - best[:, 1]).min())


def questions(rng, grids):
    """Prompts: text alone, each number of images from one to all."""
    for used in [[], [0], [2, 1], [0, 1, 2]]:
        ids = rng.integers(0, 140, 4).tolist()
        for i in used:
            ids += [START] + [IMAGE] * int(grids[i].prod() // 4) + [END] + rng.integers(0, 140, 2).tolist()
        yield used, ids + rng.integers(0, 140, 5).tolist(), rng.integers(0, 140, 6).tolist()


def expect(folder, seed, model=None):
    """None when a generation comes too near to a tie: then another seed is taken."""
    model = model or Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
    rng = np.random.Generator(np.random.PCG64(seed))
    grids = torch.tensor([[1, 4, 4], [1, 10, 6], [1, 2, 8]])
    pixels = torch.from_numpy(rng.standard_normal((int(grids.prod(1).sum()), 3 * 2 * 4 * 4), dtype=np.float32))
    tensors, notes = {"pixels": pixels}, {"grids": grids.tolist(), "sequences": []}
    with torch.no_grad():
        tensors["embedding"] = model.model.visual(pixels, grid_thw=grids).pooler_output
    for number, (used, prompt, response) in enumerate(questions(rng, grids)):
        inputs, logits = ask(model, pixels, grids, used, prompt, response)
        tokens, entropies, margin = greedy(model, inputs, prompt)
        if margin < MARGIN:
            return None
        tensors[f"logits{number}"] = logits
        notes["sequences"].append({
            "images": used, "prompt": prompt, "response": response, "generated": tokens,
            "mean_entropy": float(entropies.mean())})
    return tensors, notes


def store(where, result):
    tensors, notes = result
    where.mkdir(parents=True, exist_ok=True)
    save_file({name: t.float().contiguous() for name, t in tensors.items()}, where / "model.safetensors")
    (where / "notes.json").write_text(json.dumps(notes, indent=0) + "\n")


def flat(nested):
    """The published layout of a configuration: text fields at the top, rope_scaling with rope_theta beside it."""
    out = {k: v for k, v in nested.items() if k not in ("text_config", "vision_config", "dtype")}
    text = dict(nested["text_config"])
    rope = text.pop("rope_parameters")
    for key in ("model_type", "dtype", "layer_types", "tie_word_embeddings"):
        text.pop(key, None)
    out.update(text, rope_theta=rope["rope_theta"], torch_dtype="bfloat16",
               rope_scaling={"type": "mrope", "mrope_section": rope["mrope_section"]})
    tower = dict(nested["vision_config"], model_type="qwen2_5_vl", spatial_patch_size=4)
    tower["in_chans"] = tower.pop("in_channels")
    for key in ("dtype", "rope_parameters", "initializer_range"):
        tower.pop(key, None)
    return dict(out, vision_config=tower, transformers_version="4.49.0")


def middle(nested):
    """Nested with rope_scaling and the tie inside, as transformers 4.52 to 4.57 write it."""
    out = {k: v for k, v in nested.items() if k not in ("tie_word_embeddings", "dtype")}
    text = dict(nested["text_config"], tie_word_embeddings=True, torch_dtype="float16")
    rope = text.pop("rope_parameters")
    text.pop("dtype", None)
    text.update(rope_theta=rope["rope_theta"],
                rope_scaling={"type": "default", "rope_type": "default", "mrope_section": rope["mrope_section"]})
    tower = {k: v for k, v in nested["vision_config"].items() if k not in ("rope_parameters", "dtype")}
    return dict(out, text_config=text, vision_config=tower, torch_dtype="float16", transformers_version="4.53.0")


def published_name(name):
    return name.replace("model.visual.", "visual.").replace("model.language_model.", "model.")


def save(model, where, dtype, layout, rename=lambda name: name, shards=1):
    where.mkdir(parents=True, exist_ok=True)
    nested = json.loads(model.config.to_json_string(use_diff=False))
    keep = {"architectures", "model_type", "text_config", "vision_config", "image_token_id", "video_token_id",
            "vision_start_token_id", "vision_end_token_id", "tie_word_embeddings", "dtype"}
    nested = {k: v for k, v in nested.items() if k in keep}
    nested["architectures"] = ["Qwen2_5_VLForConditionalGeneration"]
    (where / "config.json").write_text(json.dumps(layout(nested), indent=1) + "\n")
    tied = model.config.tie_word_embeddings
    tensors = {rename(name): t.to(dtype).contiguous() for name, t in model.state_dict().items()
               if not (tied and name == "lm_head.weight")}
    names = sorted(tensors)
    parts = [names[i::shards] for i in range(shards)]
    files = ["model.safetensors"] if shards == 1 else [f"model-{i + 1:05}-of-{shards:05}.safetensors"
                                                       for i in range(shards)]
    for file, part in zip(files, parts):
        save_file({n: tensors[n] for n in part}, where / file, metadata={"format": "pt"})
    if shards > 1:
        index = {"metadata": {"total_size": sum(t.nbytes for t in tensors.values())},
                 "weight_map": {n: file for file, part in zip(files, parts) for n in part}}
        (where / "model.safetensors.index.json").write_text(json.dumps(index, indent=1) + "\n")


def first_that_is_clear(make):
    for seed in range(1, 200):
        if result := make(seed):
            return result
    raise SystemExit("no seed without a near tie")


def checkpoint(name, dtype, tie, layout, **how):
    vision = how.pop("vision", {})

    def make(seed):
        save(random_judge(seed, tie, dtype, **vision), folder / name, dtype, layout, **how)
        return expect(folder / name, seed)

    store(folder / name / "expected", first_that_is_clear(make))


def adapter():
    """peft on `nested`: language layers by expression, random matrices; the merged judge in float32."""
    import peft

    def make(seed):
        base = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder / "nested", dtype=torch.float32).eval()
        lora = peft.LoraConfig(r=3, lora_alpha=5, use_rslora=True, task_type="CAUSAL_LM", lora_dropout=0.1,
                               target_modules=r"model\.language_model\.layers\.\d+\.(self_attn\.(q_proj|v_proj|o_proj)"
                                              r"|mlp\.(up_proj|down_proj))")
        model = peft.get_peft_model(base, lora).eval()
        rng = np.random.Generator(np.random.PCG64(seed + 1000))
        with torch.no_grad():
            for key, tensor in sorted(model.named_parameters()):
                if "lora_" in key:
                    tensor.copy_(torch.from_numpy(0.3 * rng.standard_normal(tuple(tensor.shape), dtype=np.float32)))
        model.save_pretrained(folder / "adapter")
        adapted = expect(folder / "nested", seed, model.base_model.model)
        if adapted is None:
            return None
        merged = model.merge_and_unload().state_dict()
        return adapted, {published_name(n): merged[n] for n in (
            "model.language_model.layers.0.self_attn.v_proj.weight", "model.language_model.layers.1.mlp.down_proj.weight")}

    adapted, merged = first_that_is_clear(make)
    (folder / "adapter" / "README.md").unlink(missing_ok=True)
    path = folder / "adapter" / "adapter_config.json"
    saved = json.loads(path.read_text())
    path.write_text(json.dumps(dict(saved, base_model_name_or_path="../nested"), indent=1, sort_keys=True) + "\n")
    store(folder / "adapter" / "expected", adapted)
    store(folder / "adapter" / "merged", (merged, {}))


checkpoint("nested", torch.float32, True, lambda nested: nested)
checkpoint("published", torch.bfloat16, False, flat, rename=published_name, shards=3)
checkpoint("middle", torch.float16, True, middle, vision=dict(depth=2, fullatt_block_indexes=[0], window_size=32))
adapter()

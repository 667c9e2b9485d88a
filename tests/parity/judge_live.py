# SPDX-License-Identifier: GPL-3.0-or-later
"""What transformers, tokenizers and Pillow say, for parity_test.cpp.

usage: judge_live.py FOLDER STUBS SEED. FOLDER holds ours/ (a judge folder written by the program) and texts.json; written
are tiny/ and windows/ (random judges saved by transformers), tokenizer_bpe.json and, beside each judge, expected/.
Exit code 77: the libraries are not there.
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
folder, stubs = Path(sys.argv[1]), Path(sys.argv[2])

try:
    import numpy as np
    import tokenizers
    from PIL import Image
    import cuda_stubs
    cuda_stubs.import_torch(stubs)  # before anything else that imports torch
    import torch
    from safetensors.torch import save_file
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
except (ImportError, OSError) as error:
    print(f"not installed: {error}")
    sys.exit(77)

torch.set_num_threads(1)
SEED = int(sys.argv[3])
IMAGE, START, END, EOS = 380, 381, 382, 379


def config(**changes):
    text = dict(vocab_size=384, hidden_size=96, intermediate_size=256, num_hidden_layers=3, num_attention_heads=4,
                num_key_value_heads=2, max_position_embeddings=1024, rms_norm_eps=1e-6, bos_token_id=None,
                eos_token_id=EOS, pad_token_id=None,
                rope_parameters={"rope_type": "default", "rope_theta": 1000.0, "mrope_section": [6, 3, 3]})
    vision = dict(depth=3, hidden_size=64, intermediate_size=160, num_heads=4, in_channels=3, patch_size=14,
                  temporal_patch_size=2, spatial_merge_size=2, window_size=56, fullatt_block_indexes=[1],
                  out_hidden_size=96)
    text.update(changes.get("text", {}))
    vision.update(changes.get("vision", {}))
    tie = changes.get("tie", False)
    return Qwen2_5_VLConfig(text_config=dict(text, tie_word_embeddings=tie), vision_config=vision, image_token_id=IMAGE,
                            video_token_id=383, vision_start_token_id=START, vision_end_token_id=END,
                            tie_word_embeddings=tie)


def random_judge(seed, **changes):
    torch.manual_seed(seed)
    model = Qwen2_5_VLForConditionalGeneration(config(**changes)).float().eval()
    with torch.no_grad():  # larger than the usual start, so that a wrong detail shows
        for name, tensor in model.named_parameters():
            if tensor.dim() > 1:
                tensor.normal_(0, 0.1 if "embed" in name or "lm_head" in name else 1.5 / tensor[0].numel() ** 0.5)
            else:
                tensor.add_(torch.randn_like(tensor) * 0.1)
    return model


def picture(width, height, seed):
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(seed).integers(0, 60, (height, width, 3))
    wave = np.stack([x * 255 / width, y * 255 / height, 127 + 100 * np.sin(x / 5.0 + y / 3.0)], -1)
    return (wave * 0.75 + noise).clip(0, 255).astype(np.uint8)


def expect(model, out, images, seed):
    """Two sequences, the first with all images and the second with text only, and what the model says."""
    out.mkdir(parents=True, exist_ok=True)
    processor = Qwen2VLImageProcessorPil(min_pixels=28 * 28, max_pixels=28 * 28 * 30)
    rng = np.random.default_rng(seed)
    tensors, notes = {}, {"images": [], "sequences": []}
    seen = processor(images=[Image.fromarray(i) for i in images], return_tensors="pt")
    tensors["pixels"], grid = seen["pixel_values"].float(), seen["image_grid_thw"]
    for number, image in enumerate(images):
        (out / f"image{number}.rgb").write_bytes(image.tobytes())
        notes["images"].append({"width": image.shape[1], "height": image.shape[0], "grid": grid[number].tolist()})
    with torch.no_grad():
        vision = model.model.visual(tensors["pixels"], grid_thw=grid)
    tensors["embedding"] = vision.pooler_output
    for number, used in enumerate([list(range(len(images))), []]):
        ids = rng.integers(0, 370, 3).tolist()
        for i in used:
            ids += [START] + [IMAGE] * int(grid[i].prod() // 4) + [END] + rng.integers(0, 370, 2).tolist()
        ids += rng.integers(0, 370, 4 + number).tolist()
        response = rng.integers(0, 370, 6).tolist()
        whole = torch.tensor([ids + response])
        types = (whole == IMAGE).int()
        inputs = {"pixel_values": tensors["pixels"], "image_grid_thw": grid} if used else {}
        with torch.no_grad():
            positions, _ = model.model.get_rope_index(whole, types, grid if used else None)
            logits = model(input_ids=whole, mm_token_type_ids=types, **inputs).logits[0]
            prompt = torch.tensor([ids])
            generated = model.generate(input_ids=prompt, mm_token_type_ids=(prompt == IMAGE).int(),
                                       attention_mask=torch.ones_like(prompt), do_sample=False, max_new_tokens=64,
                                       eos_token_id=[], pad_token_id=0, output_logits=True,
                                       return_dict_in_generate=True, **inputs)
        rows = torch.cat(generated.logits).double()
        best, logp = rows.topk(2).values, rows.log_softmax(-1)
        tensors[f"logits{number}"] = logits[len(ids) - 1:-1].contiguous()
        notes["sequences"].append({"prompt": ids, "response": response, "images": used,
                                   "positions": positions[:, 0].tolist(),
                                   "generated": generated.sequences[0, len(ids):].tolist(),
                                   "margins": (best[:, 0] - best[:, 1]).tolist(),
                                   "entropies": (-(logp.exp() * logp).sum(-1)).tolist()})
    notes["shapes"] = {name: list(t.shape) for name, t in tensors.items()}
    save_file({name: t.float().contiguous() for name, t in tensors.items()}, out / "model.safetensors")
    (out / "notes.json").write_text(json.dumps(notes))


def tokenizer_parity():
    texts = json.loads((folder / "texts.json").read_text())
    ours = tokenizers.Tokenizer.from_file(str(folder / "ours" / "tokenizer.json"))
    bpe = tokenizers.Tokenizer(tokenizers.models.BPE())
    bpe.normalizer = tokenizers.normalizers.NFC()
    split = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
             r"\s+(?!\S)|\s+")
    bpe.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([
        tokenizers.pre_tokenizers.Split(tokenizers.Regex(split), "isolated"),
        tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    bpe.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=600, show_progress=False,
                                             initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet())
    bpe.train_from_iterator(texts * 3, trainer)
    bpe.add_special_tokens(["<|im_end|>", "<|image_pad|>"])
    bpe.add_tokens(["<think>", "</think>"])
    bpe.save(str(folder / "tokenizer_bpe.json"))
    ids = {name: [t.encode(text, add_special_tokens=False).ids for text in texts] for name, t in
           (("ours", ours), ("bpe", bpe))}
    ids["decoded"] = [bpe.decode(i, skip_special_tokens=False) for i in ids["bpe"]]
    (folder / "tokens.json").write_text(json.dumps(ids))


def main():
    tokenizer_parity()
    model, info = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder / "ours", dtype=torch.float32,
                                                                     output_loading_info=True)
    (folder / "loading.json").write_text(json.dumps({k: sorted(map(str, v)) for k, v in info.items()}, default=str))
    expect(model.eval(), folder / "ours" / "expected", [picture(56, 56, 1)], SEED + 1)
    tiny = random_judge(SEED + 2, tie=True, vision={"depth": 2, "window_size": 112})
    tiny.save_pretrained(folder / "tiny")
    expect(tiny, folder / "tiny" / "expected", [picture(56, 56, 2), picture(84, 28, 3)], SEED + 2)
    windows = random_judge(SEED + 3, tie=False)
    windows.save_pretrained(folder / "windows", max_shard_size="300KB")
    expect(windows, folder / "windows" / "expected", [picture(168, 112, 4), picture(150, 90, 5), picture(400, 300, 6)],
           SEED + 3)


main()

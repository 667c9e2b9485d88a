# SPDX-License-Identifier: GPL-3.0-or-later
"""What Pillow, torch and transformers make of images: decoded bytes, sizes, resized bytes, patches.

usage: images_reference.py (--golden | --seed N) FOLDER STUBS. Written into FOLDER are index.json, input.bin (encoded image
files) and expected.bin (bytes and float32 values), which index.json points into; with --golden also photos.json, hashes of
what the real photos become (they are looked for in $EGT_REAL_DATA/photos; without them the stored hashes are copied).
Exit code 77: the libraries are not there.
"""
import hashlib
import io
import json
import os
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

try:
    import cuda_stubs
    cuda_stubs.import_torch(Path(sys.argv[-1]))
    import numpy as np
    import torch
    from PIL import Image, ImageOps
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil, smart_resize
    import image_cases
except (ImportError, OSError) as error:
    print(f"not installed: {error}")
    sys.exit(77)

torch.set_num_threads(1)


class Blob:
    def __init__(self):
        self.parts, self.size = [], 0

    def add(self, data):
        self.parts.append(bytes(data))
        self.size += len(data)
        return self.size - len(data)

    def bytes(self):
        return b"".join(self.parts)


def pillow_resize(image, width, height):
    return np.asarray(Image.fromarray(image).resize((width, height), Image.BICUBIC))


def torch_resize(image, width, height):
    """The kernel behind torchvision's resize(..., BICUBIC, antialias=True) of a byte tensor."""
    tensor = torch.from_numpy(np.array(image)).permute(2, 0, 1)[None].contiguous()
    out = torch.nn.functional.interpolate(tensor, (height, width), mode="bicubic", antialias=True)
    return out[0].permute(1, 2, 0).contiguous().numpy()


def decoded(seed, inputs, expected):
    out = []
    for name, data in image_cases.cases(seed):
        pixels = image_cases.expected(name, data)
        out.append({"name": name, "at": inputs.add(data), "size": len(data), "width": pixels.shape[1],
                    "height": pixels.shape[0], "expected": expected.add(pixels.tobytes())})
    return out


FIXED_RESIZES = ((61, 43, 28, 28), (61, 43, 84, 56), (97, 31, 56, 28), (64, 48, 64, 36), (64, 48, 36, 48), (64, 48, 68, 44),
                 (56, 84, 53, 60), (1, 17, 28, 56), (17, 1, 56, 28), (3, 220, 28, 84), (260, 2, 84, 28), (56, 28, 56, 28))


def resized(rng, sizes, expected):
    out = []
    for number, (width, height, to_width, to_height) in enumerate(sizes):
        if number % 2:  # hard edges overshoot: clipping between the passes shows
            image = (rng.integers(0, 2, (height, width, 3)) * 255).astype(np.uint8)
        else:
            image = image_cases.picture(rng, width, height, 3)
        out.append({"width": width, "height": height, "to_width": to_width, "to_height": to_height,
                    "source": expected.add(image.tobytes()),
                    "pillow": expected.add(pillow_resize(image, to_width, to_height).tobytes()),
                    "torch": expected.add(torch_resize(image, to_width, to_height).tobytes())})
    return out


def sizes(rng):
    """[height, width, factor, min, max, new height, new width]; the new ones are 0 where the reference raises."""
    fixed = [(1, 1), (1, 200), (1, 201), (200, 1), (10, 2000), (10, 2001), (28, 28), (14, 14), (13, 27), (42, 70), (70, 98),
             (1080, 1920), (4000, 6000), (9999, 50), (27, 5400)]
    drawn = [tuple(int(v) for v in rng.integers(1, 5000, 2)) for _ in range(150)]
    limits = ((28, 56 * 56, 28 * 28 * 1280), (28, 4 * 784, 16384 * 784), (28, 256 * 784, 512 * 784), (32, 65536, 147456),
              (28, 784, 784))
    out = []
    for height, width in fixed + drawn:
        for factor, low, high in limits:
            try:
                found = smart_resize(height, width, factor, low, high)
            except ValueError:
                found = (0, 0)
            out.append([height, width, factor, low, high, *map(int, found)])
    return out


MEANS = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])
PROCESSORS = (
    (50, 34, dict(size={"shortest_edge": 784, "longest_edge": 3136})),
    (70, 31, dict(size={"shortest_edge": 576, "longest_edge": 1200}, patch_size=8, merge_size=3, temporal_patch_size=1,
                  image_mean=[0.5, 0.25, 0.75], image_std=[0.5, 1.0, 0.125])),
)


def patches(rng, expected):
    out = []
    for width, height, settings in PROCESSORS:
        image = image_cases.picture(rng, width, height, 3)
        seen = Qwen2VLImageProcessorPil(**settings)(images=[Image.fromarray(image)], return_tensors="np")
        values = np.ascontiguousarray(seen["pixel_values"], dtype="<f4")
        out.append({"width": width, "height": height, "settings": settings, "source": expected.add(image.tobytes()),
                    "grid": seen["image_grid_thw"][0].tolist(), "rows": values.shape[0], "columns": values.shape[1],
                    "expected": expected.add(values.tobytes())})
    return out


def levels(expected):
    """All 256 values of each channel as transformers' torchvision backend computes them: rescaling folded in, float32."""
    mean, deviation = (torch.tensor(values) * (1.0 / (1 / 255)) for values in MEANS)
    bytes_ = torch.arange(256, dtype=torch.float32)[None].repeat(3, 1)
    values = bytes_.sub_(mean[:, None]).div_(deviation[:, None])
    return expected.add(values.contiguous().numpy().astype("<f4").tobytes())


def sha(data):
    return hashlib.sha256(data).hexdigest()


def photo_hashes(folder):
    out = []
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        image = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"))
        entry = {"file": path.name, "sha256": sha(data), "decoded": sha(image.tobytes()), "resized": []}
        for low, high in ((56 * 56, 1280 * 784), (4 * 784, 256 * 784)):
            height, width = smart_resize(*image.shape[:2], 28, low, high)
            entry["resized"].append({"min_pixels": low, "max_pixels": high, "width": width, "height": height,
                                     "pillow": sha(pillow_resize(image, width, height).tobytes()),
                                     "torch": sha(torch_resize(image, width, height).tobytes())})
        out.append(entry)
    return out


def photos(folder):
    data = Path(os.environ.get("EGT_REAL_DATA") or "/nowhere") / "photos"
    stored = HERE / "golden" / "images" / "photos.json"
    if data.is_dir():
        (folder / "photos.json").write_text(json.dumps(photo_hashes(data), indent=1) + "\n")
    elif stored.exists():
        shutil.copy(stored, folder / "photos.json")


def random_resizes(rng):
    one = [tuple(int(v) for v in rng.integers(1, 400, 4)) for _ in range(60)]
    thin = [(1, int(rng.integers(2, 400)), 28, 56), (int(rng.integers(2, 4000)), 1, 1400, 28),
            (int(rng.integers(2000, 6000)), 31, 2800, 28)]
    return one + thin


def main():
    folder = Path(sys.argv[-2])
    folder.mkdir(parents=True, exist_ok=True)
    golden = sys.argv[1] == "--golden"
    seed = 1 if golden else int(sys.argv[2])
    inputs, expected = Blob(), Blob()
    rng = np.random.default_rng([seed, 100])
    index = {"seed": seed, "decoded": decoded(seed, inputs, expected),
             "resized": resized(rng, FIXED_RESIZES if golden else random_resizes(rng), expected), "sizes": sizes(rng),
             "patches": patches(rng, expected), "levels": levels(expected)}
    (folder / "index.json").write_text(json.dumps(index) + "\n")
    (folder / "input.bin").write_bytes(inputs.bytes())
    (folder / "expected.bin").write_bytes(expected.bytes())
    if golden:
        photos(folder)


main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""What transformers renders of chat templates of the Qwen2-VL family: one user turn, images before the text.

usage: chat_reference.py --golden FOLDER STUBS. The templates are our own, with the family's parts written in several ways.
Exit code 77: the libraries are not there.
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
try:
    import cuda_stubs
    cuda_stubs.import_torch(Path(sys.argv[3]))
    from transformers.utils.chat_template_utils import render_jinja_template
except (ImportError, OSError) as error:
    print(f"not installed: {error}")
    sys.exit(77)

SYSTEM = "{% if loop.first and message['role'] != 'system' %}<|im_start|>system\nSYS<|im_end|>\n{% endif %}"
COUNTED = "{% if add_vision_id %}Picture {{ n.value }}: {% endif %}"
IMAGE = "{% if content['type'] == 'image' %}COUNT<|vision_start|><|image_pad|><|vision_end|>"
VIDEO = "{% elif content['type'] == 'video' %}<|vision_start|><|video_pad|><|vision_end|>"
COMPACT = ("{% set n = namespace(value=0) %}{% for message in messages %}" + SYSTEM + "<|im_start|>{{ message['role'] }}\n"
           "{% if message['content'] is string %}{{ message['content'] }}<|im_end|>\n{% else %}"
           "{% for content in message['content'] %}" + IMAGE + VIDEO +
           "{% elif 'text' in content %}{{ content['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endif %}{% endfor %}"
           "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}")
LINES = """{#- a comment -#}
{%- set n = namespace(value=0) -%}
{%- for message in messages %}
    {%- if loop.first and message['role'] != 'system' -%}
<|im_start|>system
SYS<|im_end|>
    {% endif %}
<|im_start|>{{ message['role'] }}
    {% for content in message['content'] %}
        {%- if content['type'] == 'image' %}
<|vision_start|><|image_pad|><|vision_end|>
        {%- elif 'text' in content %}
            {{- content['text'] }}
        {%- endif %}
    {%- endfor -%}
<|im_end|>
{% endfor %}
{% if add_generation_prompt %}
<|im_start|>assistant
{% endif %}
"""
OLD = "You are a helpful assistant."
TEMPLATES = {
    "compact": COMPACT.replace("COUNT", "").replace("SYS", OLD),
    "counted": COMPACT.replace("COUNT", COUNTED).replace("SYS", OLD),
    "other system": COMPACT.replace("COUNT", "").replace("SYS", "You compare answers \u2013 with care.\nBe brief."),
    "no system": COMPACT.replace("COUNT", "").replace(SYSTEM, ""),
    "double quotes": COMPACT.replace("COUNT", "").replace("SYS", OLD).replace("'", '"'),
    "lines": LINES.replace("SYS", OLD),
}
STRANGERS = {
    "llama": "{% for message in messages %}<|start_header_id|>{{ message['role'] }}<|end_header_id|>\n\n"
             "{{ message['content'] }}<|eot_id|>{% endfor %}",
    "text only": COMPACT.replace(IMAGE, "{% if content['type'] == 'x' %}").replace("SYS", OLD),
    "thinking": COMPACT.replace("COUNT", "").replace("SYS", OLD).replace("assistant\n", "assistant\n<think>\n"),
    "answer not opened": COMPACT.replace("COUNT", "").replace("SYS", OLD).replace("<|im_start|>assistant\n", ""),
    "other image": COMPACT.replace("COUNT", "").replace("SYS", OLD).replace("<|image_pad|>", "<image>"),
    "open tag": COMPACT.replace("COUNT", "").replace("SYS", OLD) + "{% if",
}
TURNS = [(0, "What is seen?"), (1, "Left or right?\n\nTwo lines."), (3, " {{ not a tag }} <|im_end|> \u7ea2")]


def main():
    cases = []
    for name, template in TEMPLATES.items():
        for images, text in TURNS:
            turn = [{"role": "user", "content": [{"type": "image"}] * images + [{"type": "text", "text": text}]}]
            rendered, _ = render_jinja_template(conversations=[turn], chat_template=template, add_generation_prompt=True)
            cases.append({"name": name, "template": template, "images": images, "text": text, "rendered": rendered[0]})
    strangers = [{"name": name, "template": template} for name, template in STRANGERS.items()]
    golden = {"cases": cases, "strangers": strangers}
    (Path(sys.argv[2]) / "chat.json").write_text(json.dumps(golden, indent=1) + "\n")


main()

"""Small random networks of the real classes, in the hub's file layout."""

from pathlib import Path

from assistant.pipeline import torchvision_ops

torchvision_ops.prepare()  # before transformers is imported
WORDS = "a dog cat on the grass runs red ball sky is blue and with there . , Yes No".split()
_CHAT = (
    "{% for m in messages %}{{ m.role }} : {% for c in m.content %}{% if c.type == 'image' %}"
    "<image>{% else %}{{ c.text }}{% endif %}{% endfor %}<end_of_utterance>{% endfor %}"
    "{% if add_generation_prompt %}assistant :{% endif %}"
)


def tokenizer(*special: str):
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    names = ["<pad>", "<s>", "</s>", "<unk>", *special, *WORDS]
    words = Tokenizer(models.WordLevel({w: i for i, w in enumerate(names)}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    made = PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", bos_token="<s>", eos_token="</s>",
        unk_token="<unk>", additional_special_tokens=list(special),
    )  # fmt: skip
    return made


def _talk(model, words) -> None:
    """Have random weights say words, not the same one for ever, until they are stopped."""
    model.generation_config.eos_token_id = None
    model.generation_config.pad_token_id = 0
    first = words.convert_tokens_to_ids(WORDS[0])
    model.generation_config.suppress_tokens = list(range(first))
    model.generation_config.no_repeat_ngram_size = 2


def vit_gpt2(folder: Path) -> Path:
    import torch
    from transformers import (
        GPT2Config,
        VisionEncoderDecoderConfig,
        VisionEncoderDecoderModel,
        ViTConfig,
        ViTImageProcessor,
    )

    torch.manual_seed(0)
    words = tokenizer()
    vit = ViTConfig(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        image_size=32, patch_size=16,
    )  # fmt: skip
    gpt2 = GPT2Config(
        vocab_size=len(words), n_embd=32, n_layer=1, n_head=2, n_positions=320,
        bos_token_id=1, eos_token_id=2, pad_token_id=0,
    )  # fmt: skip
    config = VisionEncoderDecoderConfig.from_encoder_decoder_configs(vit, gpt2)
    config.decoder_start_token_id, config.pad_token_id, config.eos_token_id = 1, 0, 2
    model = VisionEncoderDecoderModel(config)
    model.generation_config.decoder_start_token_id = 1
    _talk(model, words)
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    ViTImageProcessor(size={"height": 32, "width": 32}).save_pretrained(folder)
    return folder


def idefics3(folder: Path) -> Path:
    """The architecture of SmolVLM's first form; its processor needs no further package."""
    import torch
    from transformers import (
        Idefics3Config,
        Idefics3ForConditionalGeneration,
        Idefics3ImageProcessor,
        Idefics3Processor,
    )

    torch.manual_seed(0)
    words = tokenizer("<image>", "<fake_token_around_image>", "<global-img>", "<end_of_utterance>")
    config = Idefics3Config(
        text_config={
            "model_type": "llama", "vocab_size": len(words), "hidden_size": 32,
            "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
            "num_key_value_heads": 2, "max_position_embeddings": 4096,
            "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0,
        },
        vision_config={
            "hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1,
            "num_attention_heads": 2, "image_size": 64, "patch_size": 16,
        },
        image_token_id=words.convert_tokens_to_ids("<image>"), scale_factor=2, pad_token_id=0,
    )  # fmt: skip
    model = Idefics3ForConditionalGeneration(config)
    _talk(model, words)
    model.save_pretrained(folder)
    sizes = {"longest_edge": 64}
    pictures = Idefics3ImageProcessor(size=sizes, max_image_size=sizes, do_image_splitting=False)
    Idefics3Processor(pictures, words, image_seq_len=4, chat_template=_CHAT).save_pretrained(folder)
    return folder

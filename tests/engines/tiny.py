"""Small random networks of the real classes, in the hub's file layout."""

from pathlib import Path

from assistant.pipeline import torchvision_ops

torchvision_ops.prepare()  # before transformers is imported
WORDS = "a dog cat on the grass runs red ball sky is blue and with there . , Yes No".split()
CHAT = (
    "{% for m in messages %}{{ m.role }} : {% for c in m.content %}{% if c.type == 'image' %}"
    "<image>{% else %}{{ c.text }}{% endif %}{% endfor %}<end_of_utterance>{% endfor %}"
    "{% if add_generation_prompt %}assistant :{% endif %}"
)


def tokenizer(*special: str, size: int = 0, **named: str):
    """Words of one token each; ``size``: filled up to so many with invented ones."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    names = ["<pad>", "<s>", "</s>", "<unk>", *special, *WORDS]
    names += [f"word{number}" for number in range(len(names), size)]
    words = Tokenizer(models.WordLevel({w: i for i, w in enumerate(names)}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    made = PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", bos_token="<s>", eos_token="</s>",
        unk_token="<unk>", extra_special_tokens=named or list(special),
    )  # fmt: skip
    return made


def talk(model, words) -> None:
    """Have random weights say words, not the same one for ever, until they are stopped."""
    model.generation_config.eos_token_id = model.generation_config.forced_eos_token_id = None
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
    talk(model, words)
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    ViTImageProcessor(size={"height": 32, "width": 32}).save_pretrained(folder)
    return folder


def idefics3(folder: Path) -> Path:
    """The architecture of SmolVLM 256M; its processor needs no further package."""
    from transformers import (
        Idefics3Config,
        Idefics3ForConditionalGeneration,
        Idefics3ImageProcessor,
        Idefics3Processor,
    )

    words = _chatting_words()
    model = Idefics3ForConditionalGeneration(_chatting(Idefics3Config, words))
    talk(model, words)
    model.save_pretrained(folder)
    sizes = {"longest_edge": 64}
    pictures = Idefics3ImageProcessor(size=sizes, max_image_size=sizes, do_image_splitting=False)
    Idefics3Processor(pictures, words, image_seq_len=4, chat_template=CHAT).save_pretrained(folder)
    return folder


def smolvlm(folder: Path) -> Path:
    """The architecture of SmolVLM2; its processor needs num2words."""
    from transformers import (
        SmolVLMConfig,
        SmolVLMForConditionalGeneration,
        SmolVLMImageProcessor,
        SmolVLMProcessor,
        SmolVLMVideoProcessor,
    )

    words = _chatting_words()
    model = SmolVLMForConditionalGeneration(_chatting(SmolVLMConfig, words))
    talk(model, words)
    model.save_pretrained(folder)
    sizes = {"longest_edge": 64}
    pictures = SmolVLMImageProcessor(size=sizes, max_image_size=sizes, do_image_splitting=False)
    films = SmolVLMVideoProcessor(size=sizes, max_image_size=sizes)
    made = SmolVLMProcessor(pictures, words, films, image_seq_len=4, chat_template=CHAT)
    made.save_pretrained(folder)
    return folder


def _chatting_words():
    return tokenizer("<image>", "<fake_token_around_image>", "<global-img>", "<end_of_utterance>")


def _chatting(config, words):
    import torch

    torch.manual_seed(0)
    return config(
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


def blip(folder: Path) -> Path:
    """BLIP as Salesforce's captioning model is built."""
    import torch
    from transformers import (
        BlipConfig,
        BlipForConditionalGeneration,
        BlipImageProcessor,
        BlipProcessor,
    )

    torch.manual_seed(0)
    words = tokenizer()
    config = BlipConfig(
        text_config={
            "vocab_size": len(words), "hidden_size": 32, "encoder_hidden_size": 32,
            "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
            "bos_token_id": 1, "eos_token_id": 2, "sep_token_id": 2, "pad_token_id": 0,
        },
        vision_config={
            "hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1,
            "num_attention_heads": 2, "image_size": 32, "patch_size": 16,
            "initializer_range": 0.02,
        },
    )  # fmt: skip
    model = BlipForConditionalGeneration(config)
    talk(model, words)
    model.save_pretrained(folder)
    pictures = BlipImageProcessor(size={"height": 32, "width": 32})
    BlipProcessor(pictures, words).save_pretrained(folder)
    return folder


def florence2(folder: Path) -> Path:
    """Florence-2 as transformers has it, without a program from the hub."""
    import torch
    from transformers import (
        CLIPImageProcessor,
        Florence2Config,
        Florence2ForConditionalGeneration,
        Florence2Processor,
    )

    torch.manual_seed(0)
    words = tokenizer("<image>", image_token="<image>")
    config = Florence2Config(
        text_config={
            "model_type": "bart", "vocab_size": len(words), "d_model": 32, "encoder_layers": 1,
            "decoder_layers": 1, "encoder_attention_heads": 2, "decoder_attention_heads": 2,
            "encoder_ffn_dim": 32, "decoder_ffn_dim": 32, "max_position_embeddings": 512,
            "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0, "decoder_start_token_id": 2,
        },
        vision_config={
            "depths": (1, 1, 1, 1), "embed_dim": (8, 8, 16, 16), "num_heads": (1, 1, 2, 2),
            "num_groups": (1, 1, 2, 2), "window_size": 2, "projection_dim": 32,
        },
        image_token_id=words.image_token_id,
    )  # fmt: skip
    model = Florence2ForConditionalGeneration(config)
    talk(model, words)
    model.save_pretrained(folder)
    pictures = CLIPImageProcessor(size={"height": 64, "width": 64}, do_center_crop=False)
    pictures.image_seq_length = 5
    Florence2Processor(pictures, words).save_pretrained(folder)
    return folder

"""What the standard profile's networks are made of."""

import json

import torch

from assistant.paths import resources

CONFIG = resources() / "models" / "standard"


# As D-FINE's published config.json writes them, and COCO's own names where they differ.
COCO = """person,bicycle,car,motorbike,aeroplane,bus,train,truck,boat,traffic light,fire hydrant,
stop sign,parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,
umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,
skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,
sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,sofa,pottedplant,bed,diningtable,
toilet,tvmonitor,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,
book,clock,vase,scissors,teddy bear,hair drier,toothbrush""".replace("\n", "").split(",")
PREPROCESSOR = {
    "do_convert_annotations": True,
    "do_normalize": False,
    "do_pad": False,
    "do_rescale": True,
    "do_resize": True,
    "format": "coco_detection",
    "image_mean": [0.485, 0.456, 0.406],
    "image_processor_type": "RTDetrImageProcessor",
    "image_std": [0.229, 0.224, 0.225],
    "pad_size": None,
    "resample": 2,
    "rescale_factor": 0.00392156862745098,
    "size": {"height": 64, "width": 64},
}
DALMATIAN, RETRIEVER, LION, VIOLIN, LAKESIDE, MAILLOT = 251, 207, 291, 889, 975, 638
MUSHROOMS = range(992, 998)


def save_detector(folder):
    """A D-FINE as small as its class allows, in the files that the hub has."""
    from transformers import DFineConfig, DFineForObjectDetection

    config = DFineConfig(
        backbone_config={
            "model_type": "hgnet_v2", "out_indices": [3, 4], "stem_channels": [3, 8, 8],
            "stage_in_channels": [8, 8, 8, 8], "stage_mid_channels": [8, 8, 8, 8],
            "stage_out_channels": [8, 8, 8, 8], "hidden_sizes": [8, 8, 8, 8],
            "stage_num_blocks": [1, 1, 1, 1], "stage_numb_of_layers": [1, 1, 1, 1],
            "depths": [1, 1, 1, 1], "use_learnable_affine_block": True,
        },
        encoder_in_channels=[8, 8], feat_strides=[16, 32], encoder_hidden_dim=16,
        encode_proj_layers=[1], encoder_ffn_dim=16, encoder_attention_heads=2,
        hidden_expansion=0.5, depth_mult=0.34, d_model=16, decoder_in_channels=[16, 16],
        num_feature_levels=2, decoder_layers=2, decoder_n_points=[2, 2], decoder_ffn_dim=16,
        decoder_attention_heads=2, num_queries=6, id2label=dict(enumerate(COCO)),
    )  # fmt: skip
    network = DFineForObjectDetection(config)
    with torch.no_grad():
        network.class_embed[-1].weight.zero_()
        network.class_embed[-1].bias.fill_(-10)
        network.model.enc_bbox_head.layers[-1].bias[2:] = 3  # large boxes: they overlap
    network.save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(PREPROCESSOR))

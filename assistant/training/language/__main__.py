"""``python -m assistant.training.language``: the training of the compact GPT-2."""

from assistant.training.language.train import main

main()

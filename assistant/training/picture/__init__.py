"""The picture network: photographs, features, answers to learn, and the network itself."""

"""x → f = CNN(x) → d = c(f) → y = g(d)."""

"""The command by which an operator looks at editions, publishes and takes back."""

print("This would fetch the rows.")

def evaluate(question, model_answer, reference_answer, **extra):
    return float(model_answer.strip() == reference_answer)

# AdamW (https://arxiv.org/abs/1711.05101) after the norm of the whole gradient is clipped, as a program for the tensor
# engine: one call moves all weights. Lists go by weight; every array is float32.
class AdamW(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # The Euclidean norm of each array [n].
  def norms(self: __torch__.AdamW, arrays: List[Tensor]) -> Tensor:
    norms = annotate(List[Tensor], [])
    for array in arrays:
      norms.append(torch.linalg_vector_norm(array))
    return torch.stack(norms)

  # One step. The gradients are scaled by `clip` first and are nought afterwards; matrices decay, vectors do not.
  # `steps` holds the step's number, from 1, for each weight. The lists go into the fused operation as they came: of a
  # list that is made here the engine thinks that nobody reads it, and leaves the operation out.
  def move(self: __torch__.AdamW, weights: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], clip: Tensor, rate: Tensor, decay: Tensor, beta1: Tensor, beta2: Tensor, epsilon: Tensor) -> Tensor:
    for i in range(len(weights)):
      gradients[i].mul_(clip)
      if weights[i].dim() > 1:
        weights[i].mul_(1. - rate * decay)
    torch._fused_adamw_(weights, gradients, means, squares, annotate(List[Tensor], []), steps, lr=float(rate), beta1=float(beta1), beta2=float(beta2), weight_decay=0., eps=float(epsilon), amsgrad=False, maximize=False)
    for g in gradients:
      g.zero_()
    return self.norms(weights)

"""A stand-in for the part of tokenizers that trainers/python uses: byte-level byte-pair encoding by
a tokenizer.json of ours.
"""

import json
import re


def byte_letters():
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in kept]
    return {**{b: chr(b) for b in kept}, **{b: chr(256 + i) for i, b in enumerate(others)}}


class Encoding:
    def __init__(self, ids):
        self.ids = ids


class Tokenizer:
    def __init__(self, tree):
        self.vocabulary = tree["model"]["vocab"]
        self.ranks = {tuple(m.split(" ") if isinstance(m, str) else m): i
                      for i, m in enumerate(tree["model"]["merges"])}
        self.special = {t["id"]: t["content"] for t in tree["added_tokens"]}
        self.pieces = {i: piece for piece, i in self.vocabulary.items()}
        self.letters = byte_letters()
        self.bytes = {letter: b for b, letter in self.letters.items()}
        cut = tree["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"]
        # Python's expressions know no \p{L}: a letter is what \w is but for digits and the underscore.
        for of_unicode, here in [
                (r"[^\r\n\p{L}\p{N}]", r"(?:[^\r\n\w]|_)"), (r"[^\s\p{L}\p{N}]", r"(?:[^\s\w]|_)"),
                (r"\p{L}", r"[^\W\d_]"), (r"\p{N}", r"\d")]:
            cut = cut.replace(of_unicode, here)
        self.cut = re.compile(cut)

    @staticmethod
    def from_file(path):
        with open(path, encoding="utf-8") as file:
            return Tokenizer(json.load(file))

    def encode(self, sequence, add_special_tokens=True):
        ids = []
        for match in self.cut.finditer(sequence):
            word = [self.letters[b] for b in match.group().encode()]
            while len(word) > 1:
                rank, at = min((self.ranks.get(pair, 1 << 30), i) for i, pair in enumerate(zip(word, word[1:])))
                if rank == 1 << 30:
                    break
                word[at:at + 2] = [word[at] + word[at + 1]]
            ids += [self.vocabulary[piece] for piece in word]
        return Encoding(ids)

    def decode(self, ids, skip_special_tokens=True):
        data, text = b"", ""
        for i in ids:
            if i in self.special:
                continue
            data += bytes(self.bytes[letter] for letter in self.pieces[i])
        return text + data.decode("utf-8", "replace")

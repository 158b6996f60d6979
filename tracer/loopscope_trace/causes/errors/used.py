"""used: what the names and attributes in a statement stand for, at which an error was raised."""

import ast

from .. import meanings, thread_lock


def values_at(frame, line):
    """[(the name or attribute as it stands there, what it stands for)], read past whatever the program's classes would run."""
    found = []
    for statement in meanings.nodes_at((frame.f_code.co_filename, "", line), ast.stmt)[-1:]:
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                value = thread_lock.value_of(node, frame)
                if value is not thread_lock.NOTHING:
                    found.append((ast.unparse(node) if hasattr(ast, "unparse") else node.attr, value))
    return found

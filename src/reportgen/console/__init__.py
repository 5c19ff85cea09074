"""The only printer: findings, results, tables and progress as terminal text (English, Chinese) or JSON."""

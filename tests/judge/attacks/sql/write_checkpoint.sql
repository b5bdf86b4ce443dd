-- Has the engine write everything down. | refused error
FORCE CHECKPOINT

-- Leaves a transaction open. | refused error
BEGIN TRANSACTION

-- The strategy names four states of a customer; the life of one has two more. Only added: readers of the four are not disturbed.
ALTER TYPE customer.customer_status ADD VALUE 'completed';
ALTER TYPE customer.customer_status ADD VALUE 'disposed';

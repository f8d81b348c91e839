-- What migrations take for granted: a login role for ops-server and for each service. For the containers of one machine alone.
CREATE ROLE horizon_ops LOGIN PASSWORD 'horizon';
CREATE ROLE horizon_auth LOGIN PASSWORD 'horizon';
CREATE ROLE horizon_customer LOGIN PASSWORD 'horizon';
CREATE ROLE horizon_credit LOGIN PASSWORD 'horizon';
CREATE ROLE horizon_dispute LOGIN PASSWORD 'horizon';
CREATE ROLE horizon_billing LOGIN PASSWORD 'horizon';
CREATE ROLE horizon_notification LOGIN PASSWORD 'horizon';
CREATE ROLE horizon_worker LOGIN PASSWORD 'horizon';

-- Who may sign in to the console of the containers, one a role. For the containers of one machine alone.
INSERT INTO ops.member (id, email, name, role, updated_at)
SELECT gen_random_uuid(), lower(split_part(name, ' ', 1)) || '.' || role || '@horizon.example', name, role::ops.member_role, now()
FROM (VALUES ('Vera Viewer', 'viewer'), ('Mark Manager', 'manager'), ('Olive Operator', 'operator'), ('Oscar Oncall', 'oncall'), ('Ada Admin', 'admin'))
  AS people (name, role)
ON CONFLICT (email) DO NOTHING;

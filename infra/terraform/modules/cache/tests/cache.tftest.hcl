mock_provider "aws" {}

variables {
  name                     = "horizon-production"
  environment              = "production"
  vpc_id                   = "vpc-1"
  subnet_ids               = ["subnet-a", "subnet-b"]
  client_security_group_id = "sg-clients"
  deletion_protection      = true
  backup_retention_days    = 7
  node_type                = "cache.r6g.large"
  replicas_per_shard       = 1
  auth_token               = "only-for-this-test-0123456789"
}

run "production_is_encrypted_and_authenticated" {
  command = plan

  assert {
    condition     = tobool(aws_elasticache_replication_group.this.at_rest_encryption_enabled) && aws_elasticache_replication_group.this.transit_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_mode == "required"
    error_message = "Encrypted at rest and on the wire."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.auth_token == null && aws_elasticache_replication_group.this.auth_token_wo_version == 1
    error_message = "There is a token, and it is in no state."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.cluster_mode == "enabled" && aws_elasticache_replication_group.this.multi_az_enabled && aws_elasticache_replication_group.this.automatic_failover_enabled
    error_message = "Cluster mode with a replica in the other zone."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.snapshot_retention_limit == 7 && aws_elasticache_replication_group.this.final_snapshot_identifier != null
    error_message = "Seven days of snapshots, and a last one."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.clients.cidr_ipv4 == null
    error_message = "A security group is let in, no address."
  }
}

run "a_secondary_takes_its_settings_from_the_primary" {
  command = plan

  variables {
    name                = "horizon-dr"
    environment         = "dr"
    global_datastore_id = "ldgnf-horizon"
    replicas_per_shard  = 0
    auth_token          = null
  }

  assert {
    condition     = aws_elasticache_replication_group.this.global_replication_group_id == "ldgnf-horizon" && length(aws_elasticache_parameter_group.this) == 0
    error_message = "The DR cluster joins the datastore."
  }
}

run "refuses_production_without_a_replica" {
  command = plan

  variables {
    replicas_per_shard = 0
  }

  expect_failures = [var.replicas_per_shard]
}

run "refuses_to_be_primary_and_secondary" {
  command = plan

  variables {
    global_datastore_suffix = "horizon"
    global_datastore_id     = "ldgnf-horizon"
  }

  expect_failures = [var.global_datastore_suffix]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name        = "redis"
    environment = "qa"
    subnet_ids  = []
    node_type   = "cache.m3.medium"
    shards      = 0
  }

  expect_failures = [var.name, var.environment, var.subnet_ids, var.node_type, var.shards]
}

run "refuses_production_without_protection" {
  command = plan

  variables {
    backup_retention_days = 0
    deletion_protection   = false
  }

  expect_failures = [var.backup_retention_days, var.deletion_protection]
}

mock_provider "aws" {}

variables {
  name                      = "horizon-production"
  environment               = "production"
  region                    = "us-east-1"
  vpc_id                    = "vpc-1"
  subnet_ids                = ["subnet-a", "subnet-b"]
  client_security_group_id  = "sg-clients"
  deletion_protection       = true
  backup_retention_days     = 7
  instance_class            = "db.r6g.xlarge"
  allocated_storage_gib     = 500
  max_allocated_storage_gib = 1000
  multi_az                  = true
  read_replicas             = 2
  master_password           = "only-for-this-test"
  backup_replica_region     = "us-west-2"
}

run "production_is_encrypted_private_and_protected" {
  command = plan

  assert {
    condition     = aws_db_instance.primary.storage_encrypted && alltrue([for replica in aws_db_instance.replica : replica.storage_encrypted])
    error_message = "Every copy is encrypted."
  }

  assert {
    condition     = !aws_db_instance.primary.publicly_accessible && alltrue([for replica in aws_db_instance.replica : !replica.publicly_accessible])
    error_message = "No copy is public."
  }

  assert {
    condition     = contains([for parameter in aws_db_parameter_group.this.parameter : "${parameter.name}=${parameter.value}"], "rds.force_ssl=1")
    error_message = "Connections without TLS are refused."
  }

  assert {
    condition     = aws_db_instance.primary.deletion_protection && !aws_db_instance.primary.skip_final_snapshot && !aws_db_instance.primary.delete_automated_backups
    error_message = "Nothing that deletes the instance deletes the data."
  }

  assert {
    condition     = aws_db_instance.primary.multi_az && length(aws_db_instance.replica) == 2
    error_message = "A standby and two read replicas."
  }

  assert {
    condition     = aws_db_instance.primary.password == null
    error_message = "The password is in no state."
  }

  assert {
    condition     = aws_db_instance_automated_backups_replication.this[0].region == "us-west-2" && aws_db_instance_automated_backups_replication.this[0].retention_period == 7
    error_message = "Backups are replicated to the DR region for as long."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.clients.cidr_ipv4 == null && aws_vpc_security_group_ingress_rule.clients.from_port == 5432
    error_message = "A security group is let in, no address."
  }
}

run "dr_is_made_from_the_replicated_backups" {
  command = plan

  variables {
    name                  = "horizon-dr"
    environment           = "dr"
    region                = "us-west-2"
    read_replicas         = 0
    source_kind           = "backup"
    source_arn            = "arn:aws:rds:us-west-2:123456789012:auto-backup:ab-1"
    backup_replica_region = null
    master_password       = null
  }

  assert {
    condition     = aws_db_instance.primary.restore_to_point_in_time[0].use_latest_restorable_time
    error_message = "The restore takes all there is."
  }
}

run "refuses_dr_in_the_primarys_region" {
  command = plan

  variables {
    backup_replica_region = "us-east-1"
  }

  expect_failures = [var.backup_replica_region]
}

run "refuses_a_source_in_the_same_region" {
  command = plan

  variables {
    source_kind = "replica"
    source_arn  = "arn:aws:rds:us-east-1:123456789012:db:horizon-production-postgresql"
  }

  expect_failures = [var.source_arn]
}

run "refuses_backups_of_another_region" {
  command = plan

  variables {
    source_kind = "backup"
    source_arn  = "arn:aws:rds:us-west-2:123456789012:auto-backup:ab-1"
  }

  expect_failures = [var.source_arn]
}

run "refuses_a_source_without_an_arn" {
  command = plan

  variables {
    source_kind = "replica"
  }

  expect_failures = [var.source_arn]
}

run "refuses_an_unknown_source" {
  command = plan

  variables {
    source_kind = "snapshot"
  }

  expect_failures = [var.source_kind]
}

run "refuses_production_without_replicated_backups" {
  command = plan

  variables {
    backup_replica_region = null
  }

  expect_failures = [var.backup_replica_region]
}

run "refuses_production_without_protection" {
  command = plan

  variables {
    deletion_protection   = false
    multi_az              = false
    backup_retention_days = 3
  }

  expect_failures = [var.deletion_protection, var.multi_az, var.backup_retention_days]
}

run "refuses_sizes_that_rds_lacks" {
  command = plan

  variables {
    instance_class            = "db.m5.large"
    allocated_storage_gib     = 10
    max_allocated_storage_gib = 10
    read_replicas             = 16
    engine_version            = "9"
  }

  expect_failures = [var.instance_class, var.allocated_storage_gib, var.read_replicas, var.engine_version]
}

run "refuses_storage_that_cannot_grow" {
  command = plan

  variables {
    max_allocated_storage_gib = 510
  }

  expect_failures = [var.max_allocated_storage_gib]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name                                = "db"
    environment                         = "qa"
    region                              = "eu-west-1"
    subnet_ids                          = ["subnet-a"]
    performance_insights_retention_days = 8
    max_connections                     = 20000
  }

  expect_failures = [var.max_connections, var.name, var.environment, var.region, var.subnet_ids, var.performance_insights_retention_days]
}

mock_provider "aws" {}

variables {
  name                      = "horizon-production"
  environment               = "production"
  vpc_id                    = "vpc-1"
  subnet_ids                = ["subnet-a", "subnet-b"]
  client_security_group_id  = "sg-clients"
  deletion_protection       = true
  backup_retention_days     = 7
  instance_class            = "db.r5.large"
  instances                 = 1
  master_password           = "only-for-this-test"
  global_cluster_identifier = "horizon"
}

run "production_is_encrypted_and_protected" {
  command = plan

  assert {
    condition     = aws_docdb_cluster.this.storage_encrypted && aws_docdb_global_cluster.this[0].storage_encrypted
    error_message = "Encrypted at rest, here and in the other region."
  }

  assert {
    condition     = contains([for parameter in aws_docdb_cluster_parameter_group.this.parameter : "${parameter.name}=${parameter.value}"], "tls=tls1.2+")
    error_message = "Connections without TLS 1.2 are refused."
  }

  assert {
    condition     = aws_docdb_cluster.this.deletion_protection && !aws_docdb_cluster.this.skip_final_snapshot
    error_message = "Deleting the cluster does not delete the data."
  }

  assert {
    condition     = aws_docdb_cluster.this.master_password == null
    error_message = "The password is in no state."
  }
}

run "dr_joins_the_global_cluster" {
  command = plan

  variables {
    name            = "horizon-dr"
    environment     = "dr"
    is_secondary    = true
    master_password = null
  }

  assert {
    condition     = aws_docdb_cluster.this.global_cluster_identifier == "horizon" && length(aws_docdb_global_cluster.this) == 0
    error_message = "DR is a member and makes no global cluster of its own."
  }
}

run "refuses_production_without_a_copy" {
  command = plan

  variables {
    global_cluster_identifier = null
  }

  expect_failures = [var.global_cluster_identifier]
}

run "refuses_production_without_protection" {
  command = plan

  variables {
    deletion_protection   = false
    backup_retention_days = 1
  }

  expect_failures = [var.deletion_protection, var.backup_retention_days]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name           = "mongo"
    environment    = "qa"
    subnet_ids     = ["subnet-a"]
    instance_class = "db.m5.large"
    instances      = 17
  }

  expect_failures = [var.name, var.environment, var.subnet_ids, var.instance_class, var.instances]
}

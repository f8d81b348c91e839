mock_provider "aws" {}

variables {
  name           = "horizon-production"
  environment    = "production"
  region         = "us-east-1"
  account_id     = "123456789012"
  replica_region = "us-west-2"
  lock_backups   = true
}

run "buckets_are_private_encrypted_and_copied" {
  command = plan

  assert {
    condition     = alltrue([for block in concat(values(aws_s3_bucket_public_access_block.this), values(aws_s3_bucket_public_access_block.replica)) : block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets])
    error_message = "No bucket, and no copy of one, can be made public."
  }

  assert {
    condition     = alltrue([for configuration in aws_s3_bucket_server_side_encryption_configuration.this : one(one(configuration.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"])
    error_message = "Every object is encrypted with our key."
  }

  assert {
    condition     = length(aws_s3_bucket_replication_configuration.this) == 2 && alltrue([for bucket in aws_s3_bucket.replica : bucket.region == "us-west-2"])
    error_message = "Both buckets have a copy in the DR region."
  }

  assert {
    condition     = aws_s3_bucket.this["backups"].object_lock_enabled && aws_s3_bucket_object_lock_configuration.backups[0].rule[0].default_retention[0].days == 90
    error_message = "Backups are locked for 90 days."
  }

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.this : !bucket.force_destroy])
    error_message = "A destroy stops at a bucket that holds something."
  }
}

run "staging_has_no_copies" {
  command = plan

  variables {
    name           = "horizon-staging"
    environment    = "staging"
    replica_region = null
    lock_backups   = false
    force_destroy  = true
  }

  assert {
    condition     = length(aws_s3_bucket.replica) == 0 && length(aws_iam_role.replication) == 0
    error_message = "Staging is not copied."
  }
}

run "refuses_a_copy_in_the_same_region" {
  command = plan

  variables {
    replica_region = "us-east-1"
  }

  expect_failures = [var.replica_region]
}

run "refuses_production_without_copies" {
  command = plan

  variables {
    replica_region = null
  }

  expect_failures = [var.replica_region]
}

run "refuses_production_without_locks" {
  command = plan

  variables {
    lock_backups        = false
    force_destroy       = true
    logical_backup_days = 30
  }

  expect_failures = [var.lock_backups, var.force_destroy, var.logical_backup_days]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name        = "s3"
    environment = "qa"
    region      = "eu-west-1"
    account_id  = "me"
  }

  expect_failures = [var.name, var.environment, var.region, var.account_id]
}

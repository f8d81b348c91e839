mock_provider "aws" {}

variables {
  repositories   = ["api-gateway", "console"]
  replica_region = "us-west-2"
  account_id     = "123456789012"
}

run "images_are_immutable_scanned_and_copied" {
  command = plan

  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_tag_mutability == "IMMUTABLE" && one(repository.image_scanning_configuration).scan_on_push && one(repository.encryption_configuration).encryption_type == "KMS"])
    error_message = "A tag names one image for ever, which is scanned and encrypted."
  }

  assert {
    condition     = aws_ecr_repository.this["api-gateway"].name == "horizon-api-gateway"
    error_message = "Repositories are named as the pipelines push."
  }

  assert {
    condition     = one(one(aws_ecr_replication_configuration.this.replication_configuration).rule).destination[0].region == "us-west-2"
    error_message = "DR has the images."
  }
}

run "refuses_bad_input" {
  command = plan

  variables {
    repositories       = ["horizon-api-gateway"]
    replica_region     = "us-east-1"
    tagged_images_kept = 3
    account_id         = "me"
  }

  expect_failures = [var.repositories, var.replica_region, var.tagged_images_kept, var.account_id]
}

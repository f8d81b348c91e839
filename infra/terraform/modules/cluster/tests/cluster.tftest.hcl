mock_provider "aws" {
  mock_data "aws_default_tags" {
    defaults = { tags = { CostCategory = "compute" } }
  }

  mock_resource "aws_eks_cluster" {
    defaults = {
      vpc_config = [{ cluster_security_group_id = "sg-cluster" }]
    }
  }
}

variables {
  name                   = "horizon-production"
  environment            = "production"
  region                 = "us-east-1"
  account_id             = "123456789012"
  kubernetes_version     = "1.35"
  availability_zones     = ["us-east-1a", "us-east-1b"]
  node_subnet_ids        = ["subnet-a", "subnet-b"]
  pod_subnet_ids         = ["subnet-c", "subnet-d"]
  pod_subnet_cidrs       = ["100.64.0.0/18", "100.64.64.0/18"]
  pod_security_group_ids = ["sg-clients"]
  autoscaled_workloads   = { api-gateway = 20, auth-service = 20, customer-service = 20, credit-service = 20, dispute-service = 20, billing-service = 20, notification-service = 20, worker-service = 20 }
  log_key_arn            = "arn:aws:kms:us-east-1:123456789012:key/logs"
  log_retention_days     = 365
  deletion_protection    = true
  node_groups = {
    services = { instance_types = ["m6i.xlarge"], min_size = 4, desired_size = 4, max_size = 14 }
    workers  = { instance_types = ["r6i.large", "r6a.large"], capacity_type = "SPOT", min_size = 2, desired_size = 2, max_size = 6, tainted = true }
  }
  pod_identities = {
    external-secrets = { namespace = "external-secrets", service_account = "external-secrets", policy = "{}" }
  }
}

run "the_api_and_its_secrets_are_closed" {
  command = plan

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_public_access == false && aws_eks_cluster.this.vpc_config[0].endpoint_private_access
    error_message = "The API answers inside the VPC alone."
  }

  assert {
    condition     = contains(aws_eks_cluster.this.encryption_config[0].resources, "secrets")
    error_message = "Secrets are encrypted with a key of our own."
  }

  assert {
    condition     = aws_eks_cluster.this.access_config[0].bootstrap_cluster_creator_admin_permissions == false && aws_eks_cluster.this.access_config[0].authentication_mode == "API"
    error_message = "Nobody is an administrator by accident."
  }

  assert {
    condition     = aws_eks_cluster.this.deletion_protection
    error_message = "Production cannot be deleted by a plan."
  }

  assert {
    condition     = contains(aws_eks_cluster.this.enabled_cluster_log_types, "audit")
    error_message = "The audit log is on."
  }

  assert {
    condition     = alltrue([for template in aws_launch_template.node : template.metadata_options[0].http_tokens == "required" && template.metadata_options[0].http_put_response_hop_limit == 1])
    error_message = "Pods cannot take the role of their node."
  }
}

run "nodes_and_their_volumes_are_found_on_the_bill" {
  command = plan

  assert {
    condition = alltrue(flatten([for template in aws_launch_template.node : [
      for specification in template.tag_specifications : specification.tags["CostCategory"] == "compute"
    ]]))
    error_message = "What a launch template makes has the tags of the template alone."
  }
}

run "workers_run_on_spot" {
  command = plan

  assert {
    condition     = aws_eks_node_group.this["workers"].capacity_type == "SPOT" && length(aws_eks_node_group.this["workers"].taint) == 1
    error_message = "Only what tolerates an interruption is scheduled on spot."
  }
}

run "scheduled_scaling_is_an_input" {
  command = plan

  variables {
    node_groups = {
      services = { instance_types = ["m6i.xlarge"], min_size = 4, desired_size = 4, max_size = 14, schedules = { night = { recurrence = "0 22 * * *", min_size = 3, desired_size = 3, max_size = 14 } } }
    }
  }

  assert {
    condition     = aws_autoscaling_schedule.this["services-night"].desired_capacity == 3
    error_message = "The night has three nodes."
  }
}

run "refuses_autoscalers_that_the_subnets_cannot_address" {
  command = plan

  variables {
    pod_subnet_cidrs = ["10.0.10.0/24", "10.0.20.0/24"]
  }

  expect_failures = [var.autoscaled_workloads]
}

run "refuses_addresses_that_are_none" {
  command = plan

  variables {
    pod_subnet_cidrs = ["100.64.0.0"]
  }

  expect_failures = [var.pod_subnet_cidrs]
}

run "refuses_an_api_that_is_open_to_all" {
  command = plan

  variables {
    api_access_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.api_access_cidrs]
}

run "refuses_spot_in_one_pool" {
  command = plan

  variables {
    node_groups = {
      workers = { instance_types = ["r6i.large"], capacity_type = "SPOT", min_size = 2, desired_size = 2, max_size = 6 }
    }
  }

  expect_failures = [var.node_groups]
}

run "refuses_sizes_out_of_order" {
  command = plan

  variables {
    node_groups = {
      services = { instance_types = ["m6i.xlarge"], min_size = 4, desired_size = 2, max_size = 6 }
    }
  }

  expect_failures = [var.node_groups]
}

run "refuses_an_unknown_capacity_type" {
  command = plan

  variables {
    node_groups = {
      services = { instance_types = ["m6i.xlarge", "m6a.xlarge"], capacity_type = "CHEAP", min_size = 1, desired_size = 2, max_size = 6 }
    }
  }

  expect_failures = [var.node_groups]
}

run "refuses_an_old_version" {
  command = plan

  variables {
    kubernetes_version = "1.28"
  }

  expect_failures = [var.kubernetes_version]
}

run "refuses_production_without_deletion_protection" {
  command = plan

  variables {
    deletion_protection = false
  }

  expect_failures = [var.deletion_protection]
}

run "refuses_an_unknown_environment" {
  command = plan

  variables {
    environment = "qa"
  }

  expect_failures = [var.environment]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    name               = "prod"
    region             = "eu-west-1"
    account_id         = "1"
    log_retention_days = 8
  }

  expect_failures = [var.name, var.region, var.account_id, var.log_retention_days]
}

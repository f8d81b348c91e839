mock_provider "aws" {}

variables {
  name                    = "horizon-production"
  environment             = "production"
  region                  = "us-east-1"
  account_id              = "123456789012"
  cidr_block              = "10.0.0.0/16"
  availability_zones      = ["us-east-1a", "us-east-1b"]
  public_subnet_cidrs     = ["10.0.1.0/24", "10.0.2.0/24"]
  private_subnet_cidrs    = ["10.0.10.0/24", "10.0.20.0/24"]
  data_subnet_cidrs       = ["10.0.100.0/24", "10.0.200.0/24"]
  pod_cidr_block          = "100.64.0.0/16"
  nat_gateways            = 2
  interface_endpoints     = ["ecr.api", "sts"]
  flow_log_retention_days = 90
}

run "subnets_are_private_by_default" {
  command = plan

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : subnet.map_public_ip_on_launch == false])
    error_message = "Nothing gets a public address unasked."
  }

  assert {
    condition     = aws_subnet.pods["us-east-1b"].cidr_block == "100.64.64.0/18"
    error_message = "Pods have the second address block."
  }

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL"
    error_message = "Rejected traffic is what an investigation starts from."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.endpoints : rule.cidr_ipv4 != "0.0.0.0/0"])
    error_message = "Endpoints are for the VPC alone."
  }
}

run "one_nat_gateway_serves_both_zones" {
  command = plan

  variables {
    nat_gateways = 1
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.nat) == 2
    error_message = "Both private route tables need a way out."
  }
}

run "refuses_an_unknown_environment" {
  command = plan

  variables {
    environment = "qa"
  }

  expect_failures = [var.environment]
}

run "refuses_a_name_of_another_form" {
  command = plan

  variables {
    name = "Horizon_Prod"
  }

  expect_failures = [var.name]
}

run "refuses_an_unknown_region" {
  command = plan

  variables {
    region             = "eu-west-1"
    availability_zones = ["eu-west-1a", "eu-west-1b"]
  }

  expect_failures = [var.region]
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables {
    account_id = "horizon"
  }

  expect_failures = [var.account_id]
}

run "refuses_a_wrong_cidr" {
  command = plan

  variables {
    cidr_block = "10.0.0.7/16"
  }

  expect_failures = [var.cidr_block]
}

run "refuses_zones_of_another_region" {
  command = plan

  variables {
    availability_zones = ["us-west-2a", "us-west-2b"]
  }

  expect_failures = [var.availability_zones]
}

run "refuses_subnets_outside_the_vpc" {
  command = plan

  variables {
    public_subnet_cidrs  = ["10.1.1.0/24", "10.0.2.0/24"]
    private_subnet_cidrs = ["10.0.10.0/24"]
    data_subnet_cidrs    = ["10.0.100.0", "10.0.200.0/24"]
  }

  expect_failures = [var.public_subnet_cidrs, var.private_subnet_cidrs, var.data_subnet_cidrs]
}

run "refuses_pods_in_routed_space" {
  command = plan

  variables {
    pod_cidr_block = "10.2.0.0/16"
  }

  expect_failures = [var.pod_cidr_block]
}

run "refuses_no_nat_gateway" {
  command = plan

  variables {
    nat_gateways = 0
  }

  expect_failures = [var.nat_gateways]
}

run "refuses_a_retention_that_cloudwatch_lacks" {
  command = plan

  variables {
    flow_log_retention_days = 10
  }

  expect_failures = [var.flow_log_retention_days]
}

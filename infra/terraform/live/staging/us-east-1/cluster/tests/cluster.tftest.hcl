mock_provider "aws" {
  mock_data "aws_default_tags" {
    defaults = { tags = { CostCategory = "compute" } }
  }

  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "subnet-a,subnet-b" }
  }

  mock_resource "aws_eks_cluster" {
    defaults = { vpc_config = [{ cluster_security_group_id = "sg-cluster" }] }
  }
}

override_data {
  target = data.aws_ssm_parameter.network["pod_subnet_cidrs"]
  values = { insecure_value = "100.66.0.0/18,100.66.64.0/18" }
}

variables {
  account_id  = "123456789012"
  domain_name = "staging.horizon.example"
}

# The first plan of an empty account: every key of a for_each is known, and every module takes what it is given.
run "is_planned_before_anything_exists" {
  command = plan

  assert {
    condition     = length(aws_ssm_parameter.published) == 1
    error_message = "The edge finds the group that it lets in."
  }
}

run "people_have_groups" {
  command = plan

  variables {
    people_role_arns        = { "horizon:viewer" = "arn:aws:iam::123456789012:role/viewers" }
    administrator_role_arns = { me = "arn:aws:iam::123456789012:role/me" }
    api_access_cidrs        = ["203.0.113.7/32"]
  }
}

run "refuses_a_group_that_nothing_binds" {
  command = plan

  variables {
    people_role_arns = { "system:masters" = "arn:aws:iam::123456789012:role/me" }
  }

  expect_failures = [var.people_role_arns]
}

run "refuses_a_machine_as_administrator" {
  command = plan

  variables {
    administrator_role_arns = { deploy = "arn:aws:iam::123456789012:role/horizon-staging-github-deploy" }
  }

  expect_failures = [var.administrator_role_arns]
}

run "refuses_an_account_that_is_none" {
  command = plan

  variables {
    account_id = "me"
  }

  expect_failures = [var.account_id]
}

mock_provider "aws" {}

variables {
  environment     = "production"
  account_id      = "123456789012"
  repository      = "horizon-credit/horizon"
  create_provider = true
  roles = {
    plan  = { github_environment = "production-plan", policy = "{}", managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
    apply = { github_environment = "production-apply", policy = "{}" }
  }
}

run "a_role_is_bound_to_one_environment_of_one_repository" {
  command = plan

  assert {
    condition     = jsondecode(aws_iam_role.this["plan"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == "repo:horizon-credit/horizon:environment:production-plan"
    error_message = "The subject is compared whole, not by a pattern."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this["plan"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"
    error_message = "Tokens for other audiences are refused."
  }

  assert {
    condition     = aws_iam_role_policy_attachment.this["plan-ReadOnlyAccess"].policy_arn == "arn:aws:iam::aws:policy/ReadOnlyAccess" && length(aws_iam_role_policy_attachment.this) == 1
    error_message = "Only plan reads everything."
  }
}

run "an_account_has_one_provider" {
  command = plan

  variables {
    create_provider = false
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "Other roots use the provider that is there."
  }
}

run "refuses_a_wildcard_repository" {
  command = plan

  variables {
    repository = "horizon-credit/*"
  }

  expect_failures = [var.repository]
}

run "refuses_a_wildcard_environment" {
  command = plan

  variables {
    roles = { plan = { github_environment = "*", policy = "{}" } }
  }

  expect_failures = [var.roles]
}

run "refuses_two_roles_in_one_environment" {
  command = plan

  variables {
    roles = {
      plan  = { github_environment = "production", policy = "{}" }
      apply = { github_environment = "production", policy = "{}" }
    }
  }

  expect_failures = [var.roles]
}

run "refuses_an_unknown_purpose" {
  command = plan

  variables {
    roles = { everything = { github_environment = "production", policy = "{}" } }
  }

  expect_failures = [var.roles]
}

run "refuses_other_bad_input" {
  command = plan

  variables {
    environment = "qa"
    account_id  = "me"
  }

  expect_failures = [var.environment, var.account_id]
}

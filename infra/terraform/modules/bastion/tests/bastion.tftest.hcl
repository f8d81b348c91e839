mock_provider "aws" {
  mock_data "aws_default_tags" {
    defaults = { tags = { CostCategory = "networking" } }
  }
}

variables {
  name                          = "horizon-production"
  environment                   = "production"
  vpc_id                        = "vpc-1"
  subnet_ids                    = ["subnet-a", "subnet-b"]
  data_client_security_group_id = "sg-clients"
}

run "nothing_comes_in" {
  command = plan

  assert {
    condition     = tobool(aws_launch_template.this.network_interfaces[0].associate_public_ip_address) == false
    error_message = "The bastion has no public address."
  }

  assert {
    condition     = aws_launch_template.this.key_name == null
    error_message = "There is no key pair to lose."
  }

  assert {
    condition     = aws_launch_template.this.metadata_options[0].http_tokens == "required"
    error_message = "The metadata service wants a token."
  }

  assert {
    condition     = tobool(aws_launch_template.this.block_device_mappings[0].ebs[0].encrypted)
    error_message = "Its disk is encrypted."
  }

  assert {
    condition     = length(aws_iam_role_policy.session_logs) == 0
    error_message = "Without a log group there is no right to write logs."
  }
}

run "it_is_found_on_the_bill" {
  command = plan

  assert {
    condition     = alltrue([for specification in aws_launch_template.this.tag_specifications : specification.tags["CostCategory"] == "networking"])
    error_message = "What a launch template makes has the tags of the template alone."
  }
}

run "refuses_an_instance_that_cannot_run_the_image" {
  command = plan

  variables {
    instance_type = "t3.nano"
  }

  expect_failures = [var.instance_type]
}

run "refuses_an_unknown_environment" {
  command = plan

  variables {
    environment = "prod"
  }

  expect_failures = [var.environment]
}

run "refuses_a_name_of_another_form" {
  command = plan

  variables {
    name = "bastion"
  }

  expect_failures = [var.name]
}

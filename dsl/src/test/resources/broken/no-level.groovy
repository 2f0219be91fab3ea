suite('small') {
    about 'Nothing.'
    protocol 1
    seeds 11
}

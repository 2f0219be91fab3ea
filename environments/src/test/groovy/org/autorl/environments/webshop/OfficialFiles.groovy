package org.autorl.environments.webshop

import java.nio.file.Files
import java.nio.file.Path

/** Small files in the official form; the products are made up. */
class OfficialFiles {
    static final String ITEMS = '''[
        {"name": "Arano Soft Cotton Shirt for Men", "product_information": {"Weight": "1 lb"}, "brand": "Arano", "brand_url": "x",
         "full_description": "A shirt that is machine washable.\\nMade well.", "pricing": "$12.50$30.00", "list_price": "", "availability_quantity": NaN,
         "availability_status": "In Stock.", "images": ["a.jpg"], "product_category": "Clothing › Men › Shirts", "average_rating": 4.5,
         "small_description": ["Slim fit cut", " Easy to iron "], "total_reviews": 3, "aplus_present": "",
         "asin": "B000000002", "category": "fashion", "query": "Men's Shirts ", "page": 1, "small_description_old": "",
         "customization_options": {"Color": [{"is_selected": false, "value": " Navy Blue ", "price_string": "", "url": null, "image": "n.jpg", "asin": null},
                                             {"value": "Red/White"}], "Size": [{"value": "X-Large"}, {"value": "Small"}], "Fit": null}},
        {"name": "Belbex Wool Shirt for Men", "full_description": "", "pricing": "$1,012.99", "images": ["b.jpg"],
         "product_category": "Clothing › Men › Shirts", "small_description": "One text, no list", "asin": "B000000001", "category": "fashion",
         "query": "men's shirts", "customization_options": ""},
        {"name": "Steel Kettle", "full_description": "Boils water.", "pricing": "", "images": ["c.jpg"],
         "product_category": "Home › Kitchen › Kettles", "small_description": [], "asin": "B000000003", "category": "garden",
         "query": "kettles", "customization_options": {}},
        {"name": "Again", "full_description": "", "pricing": "$1", "images": [], "product_category": "", "small_description": [], "asin": "B000000003",
         "category": "garden", "query": "again", "customization_options": null},
        {"name": "No number", "full_description": "", "pricing": "$1", "images": [], "product_category": "", "small_description": [], "asin": "nan",
         "category": "garden", "query": "none", "customization_options": null},
        {"name": "Long number", "full_description": "", "pricing": "$1", "images": [], "product_category": "", "small_description": [],
         "asin": "B0000000044", "category": "garden", "query": "none", "customization_options": null}]'''

    static final String ABOUT = '''{
        "B000000002": {"attributes": ["machine wash", "slim fit"], "instruction": "Find me machine wash, slim fit men's shirts",
                       "instruction_attributes": ["machine wash", "slim fit"]},
        "B000000001": {"attributes": ["hand wash"], "instruction": null, "instruction_attributes": null}}'''

    static final String HUMAN = '''{
        "B000000002": [{"asin": "B000000002", "instruction": "i want a slim fit shirt in navy blue.", "attributes": ["slim fit"], "options": ["navy blue"],
                        "instruction_attributes": ["slim fit"], "instruction_options": ["navy blue"], "assignment_id": "1", "worker_id": "2"},
                       {"asin": "B000000002", "instruction": "a shirt", "instruction_attributes": [], "instruction_options": []}],
        "B000000003": [{"asin": "B000000003", "instruction": "i need a kettle that boils water", "instruction_attributes": ["boils water"],
                        "instruction_options": []}]}'''

    static Path in(Path folder) {
        Files.writeString(folder.resolve('items_shuffle_1000.json'), ITEMS)
        Files.writeString(folder.resolve('items_ins_v2_1000.json'), ABOUT)
        Files.writeString(folder.resolve('items_human_ins.json'), HUMAN)
        folder
    }
}
